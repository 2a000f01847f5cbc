import { existsSync, readFileSync } from 'node:fs';
import { isLoopback } from '../src/contract/connections.ts';
import { connectOnce } from '../src/core/database/connect.ts';
import { addressOf, addStaff, install, type Root } from '../src/core/database/install.ts';
import { refusalOfConnect } from '../src/core/session/refusals.ts';
import { type Order, readOrder, usage } from './connect-site/order.ts';
import { probeInstalled } from './connect-site/probe.ts';
import { askHidden, askYes } from './connect-site/prompt.ts';

const say = (line: string) => console.error(line);

/** Installs Caretaker on a community's own server and lays its site contract. Run by its database administrator. */
async function main(order: Order): Promise<number> {
  if (!existsSync(order.adapter)) throw new Error(`There is no file ${order.adapter}. Nothing was changed.`);
  const { host, port, user } = order.target;
  const password =
    process.env.CARETAKER_PASSWORD ?? (await askHidden(`Password of ${user} at ${host}:${port}: `));
  const isRemote = !isLoopback(host);
  const root: Root = {
    host,
    port,
    user,
    password,
    tls: isRemote ? 'required' : 'off',
    ca: order.ca === null ? null : readFileSync(order.ca, 'utf8'),
  };
  say(`On ${host}:${port} this makes, or brings up to date:`);
  say(
    '  - the schemas caretaker, caretaker_audit and caretaker_site with all their tables, and nothing in any other',
  );
  say('  - the roles caretaker_moderator, caretaker_support, caretaker_cto and caretaker_admin');
  say('  - the locked account caretaker_owner@localhost, with what the adapter grants it');
  say(`  - the site contract of ${order.adapter}`);
  for (const person of order.staff) say(`  - the account ${person.user}, ${person.role}`);
  if (!order.yes && !(await askYes('Go on?'))) {
    say('Nothing was changed.');
    return 1;
  }
  await reach(root);
  await install({ root, adapterFile: order.adapter, makesAccounts: await choiceOfAccounts(order) });
  const problems = await probeInstalled(root);
  if (problems.length > 0) {
    say(`The contract is laid but incomplete: ${problems.join('; ')}.`);
    say('Correct the adapter and run this again; until then nobody can sign in.');
    return 1;
  }
  for (const person of order.staff) {
    const given =
      process.env.CARETAKER_STAFF_PASSWORD ?? (await askHidden(`A password for ${person.user}: `));
    await addStaff({ root, ...person, password: given, requireTls: isRemote });
    say(`${person.displayName} signs in as ${person.user}.`);
  }
  say(`The site is connected. Start the console with: npm start -- --connect mysql://${host}:${port}`);
  return 0;
}

/** Undefined leaves it as it is. */
async function choiceOfAccounts({ makesAccounts, yes }: Order): Promise<boolean | undefined> {
  if (makesAccounts !== null) return makesAccounts;
  if (yes) return undefined;
  say(
    'Admins can make the accounts of further staff in the console. For that, caretaker_owner@localhost, which',
  );
  say(
    'nobody can sign in as, gets CREATE USER and CONNECTION ADMIN on this server. Its procedures touch no account',
  );
  say('but those that Caretaker made. Without it the console gives the statements for you to run.');
  return askYes('May admins make accounts in the console?');
}

/** Tells what is wrong with the way to the server in the words that a sign-in has for it. */
async function reach(root: Root): Promise<void> {
  const address = addressOf(root);
  try {
    (await connectOnce(address)).destroy();
  } catch (error) {
    const refusal = refusalOfConnect(error, address);
    throw refusal ? new Error(`${refusal.message} ${refusal.advice} Nothing was changed.`) : error;
  }
}

const order = readOrder(process.argv.slice(2));
if (order === 'help') console.log(usage);
else if (typeof order === 'string') {
  say(`${order} See --help.`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(order);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
