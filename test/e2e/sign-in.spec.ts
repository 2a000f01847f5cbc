import type { RowDataPacket } from 'mysql2/promise';
import { type Role, roleNames, roles } from '../../src/contract/roles.ts';
import { type Community, passwordOf } from '../support/community.ts';
import { type Desk, saveConnection, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

const sees: Record<Role, string[]> = {
  moderator: ['Members', 'Reports', 'Record', 'Settings'],
  support: ['Members', 'Tickets', 'Record', 'Settings'],
  cto: ['Metrics', 'Record', 'Settings'],
  admin: ['Members', 'Reports', 'Tickets', 'Metrics', 'Record', 'Settings'],
};

for (const [index, role] of roles.entries()) {
  test(`signing in as ${role} takes one click, shows what the role has, and is recorded`, async ({
    desk,
    town,
  }) => {
    const { page } = desk;
    await page.getByRole('button', { name: `The ${role}` }).click();
    const rail = page.getByRole('complementary', { name: 'Console' });
    await expect(rail).toContainText(`The ${role}`);
    await expect(rail).toContainText(roleNames[role]);
    await expect(rail.getByRole('navigation').getByRole('link')).toHaveText(sees[role]);
    expect(await signIns(town, desk)).toEqual([role]);
  });

  test(`signing in as ${role} takes one key`, async ({ desk, town }) => {
    await expect(desk.page.getByRole('button', { name: `The ${role}` })).toBeVisible();
    await desk.page.keyboard.press(String(index + 1));
    await expect(desk.page.getByRole('complementary', { name: 'Console' })).toContainText(roleNames[role]);
    expect(await signIns(town, desk)).toEqual([role]);
  });
}

test('I sign in to the demo with an account and password that I type', async ({ desk, town }) => {
  const { page } = desk;
  await page.getByText('Sign in with another account').click();
  await page.getByLabel('User').fill('support');
  await page.getByLabel('Password', { exact: true }).fill(passwordOf('support'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Console' })).toContainText('The support');
  expect(await signIns(town, desk)).toEqual(['support']);
});

test('the CTO who opens a link to members is told that the role does not read them', async ({ desk }) => {
  await signIn(desk, 'cto');
  await desk.goTo('/members?q=ma');
  await expect(desk.page.getByText('Your role does not read members')).toBeVisible();
});

test('a wrong password is refused with advice, and can be typed again at once', async ({
  openDesk,
  town,
}) => {
  const desk = await openTyped(openDesk, town, {});
  await type(desk, 'moderator', 'not this one');
  await expectRefusal(desk, 'unknown account or wrong password', 'Caps Lock');
  await expect(desk.page.getByLabel('User')).toHaveValue('moderator');
  await expect(desk.page.getByLabel('Password', { exact: true })).toBeFocused();
  await desk.page.keyboard.type(passwordOf('moderator'));
  await desk.page.keyboard.press('Enter');
  await expect(desk.page.getByRole('complementary', { name: 'Console' })).toContainText('The moderator');
});

test('a host that does not exist is refused by its name', async ({ openDesk, town }) => {
  const desk = await openTyped(openDesk, town, { host: 'no-such-host.invalid', tls: 'required' });
  await type(desk, 'moderator', passwordOf('moderator'));
  await expectRefusal(desk, 'There is no host named no-such-host.invalid', 'Check the spelling');
  await expectKept(desk, 'moderator');
});

test('a port where nothing answers is refused with what to check', async ({ openDesk, town }) => {
  const desk = await openTyped(openDesk, town, { port: 1 });
  await type(desk, 'moderator', passwordOf('moderator'));
  await expectRefusal(desk, 'No database server answers at 127.0.0.1:1', 'whether the server runs');
  await expectKept(desk, 'moderator');
});

test('a server without trusted TLS is refused before the password is sent', async ({ openDesk, town }) => {
  const desk = await openTyped(openDesk, town, { host: 'localhost', tls: 'required' });
  await type(desk, 'moderator', passwordOf('moderator'));
  await expectRefusal(desk, /does not offer TLS|No safe line/, 'administrator');
  await expectKept(desk, 'moderator');
});

test('an account without a role is told which roles there are', async ({ openDesk, ownTown }) => {
  await ownTown.sql.query("CREATE USER newcomer IDENTIFIED BY 'New-Pass-1'");
  const desk = await openTyped(openDesk, ownTown, {});
  await type(desk, 'newcomer', 'New-Pass-1');
  await expectRefusal(desk, 'has none of Caretaker’s roles', 'caretaker_moderator');
});

test('a server without a site contract is refused with who lays it', async ({ openDesk, ownTown }) => {
  await ownTown.sql.query('DROP VIEW caretaker_site.capability');
  const desk = await openTyped(openDesk, ownTown, {});
  await type(desk, 'moderator', passwordOf('moderator'));
  await expectRefusal(desk, 'holds no site contract', 'connect-site');
});

test('a site contract that lacks a view is refused with the view’s name', async ({ openDesk, ownTown }) => {
  await ownTown.sql.query('DROP VIEW caretaker_site.report');
  const desk = await openTyped(openDesk, ownTown, {});
  await type(desk, 'moderator', passwordOf('moderator'));
  await expectRefusal(desk, /site contract is incomplete: report/, 'corrects the site’s adapter file');
});

/** A console without the demo's people: one saved connection to the town, changed as given. */
async function openTyped(
  openDesk: (o: { town: Community; demo: boolean }) => Promise<Desk>,
  town: Community,
  change: Parameters<typeof saveConnection>[1],
): Promise<Desk> {
  const desk = await openDesk({ town, demo: false });
  await saveConnection(desk, { port: town.server.port, ...change });
  await desk.page.reload();
  return desk;
}

async function type({ page }: Desk, user: string, password: string): Promise<void> {
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function expectRefusal(desk: Desk, message: string | RegExp, advice: string): Promise<void> {
  const alert = desk.page.getByRole('alert');
  await expect(alert).toContainText(message);
  await expect(alert).toContainText(advice);
}

async function expectKept({ page }: Desk, user: Role): Promise<void> {
  await expect(page.getByLabel('User')).toHaveValue(user);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(passwordOf(user));
}

/** Who signed in by this console's connection, as the database recorded it. */
async function signIns(town: Community, desk: Desk): Promise<string[]> {
  const [rows] = await town.sql.query<RowDataPacket[]>(
    "SELECT actor FROM caretaker_audit.entry WHERE action = 'session.signed_in' AND subject_id = ? ORDER BY id",
    [desk.connectionName],
  );
  return rows.map((row) => String(row.actor));
}
