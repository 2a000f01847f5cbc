import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { passwordOf } from '../support/community.ts';
import { type Desk, saveConnection } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test('with no connection yet, I add one, am told what is wrong in it, and sign in by it', async ({
  openDesk,
  town,
}) => {
  const desk = await openDesk({ town, demo: false });
  const { page } = desk;
  await expect(page.getByRole('heading', { name: 'Add a connection' })).toBeVisible();
  await page.getByLabel('Port').fill('70000');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Give it a name')).toBeVisible();
  await expect(page.getByText('Name the host')).toBeVisible();
  await expect(page.getByText('A number from 1 to 65535')).toBeVisible();
  expect(await saved(desk)).toEqual([]);

  await page.getByLabel('Name').fill('Our town');
  await page.getByLabel('Host').fill('127.0.0.1');
  await page.getByLabel('Port').fill(String(town.server.port));
  await page.getByLabel('Encrypt with TLS').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Our town' })).toBeVisible();
  expect(await saved(desk)).toMatchObject([
    { details: { name: 'Our town', host: '127.0.0.1', port: town.server.port, tls: 'off' } },
  ]);

  await page.getByLabel('User').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(passwordOf('admin'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Console' })).toContainText('The admin');
  expect(await saved(desk)).toMatchObject([{ lastUser: 'admin' }]);
});

test('the password never goes through the network in the clear: TLS cannot be off for another machine', async ({
  openDesk,
  town,
}) => {
  const { page } = await openDesk({ town, demo: false });
  await page.getByLabel('Host').fill('127.0.0.1');
  await page.getByLabel('Encrypt with TLS').uncheck();
  await page.getByLabel('Host').fill('db.example.org');
  await expect(page.getByLabel('Encrypt with TLS')).toBeChecked();
  await expect(page.getByLabel('Encrypt with TLS')).toBeDisabled();
});

test('I change a connection: its address, a certificate that is none, and a replica', async ({
  openDesk,
  town,
}) => {
  const desk = await openSaved(openDesk, town);
  const { page } = desk;
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByLabel('Host').fill('db.example.org');
  await page.getByLabel('Certificate authority').fill('no certificate');
  await page.getByLabel('Read from a replica').check({ force: true });
  await page.getByLabel('Replica’s host').fill('replica.example.org');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This is not a PEM certificate')).toBeVisible();
  await page.getByLabel('Certificate authority').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('encrypted, reads from replica.example.org')).toBeVisible();
  expect(await saved(desk)).toMatchObject([
    {
      details: {
        host: 'db.example.org',
        tls: 'required',
        replica: { host: 'replica.example.org', port: 3306 },
      },
    },
  ]);
});

test('leaving the form with Esc changes nothing', async ({ openDesk, town }) => {
  const desk = await openSaved(openDesk, town);
  const { page } = desk;
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByLabel('Name').fill('Another name');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Mine' })).toBeVisible();
  expect(await saved(desk)).toMatchObject([{ details: { name: 'Mine' } }]);
});

test('I remove a connection, and bring it back', async ({ openDesk, town }) => {
  const desk = await openSaved(openDesk, town);
  const { page } = desk;
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Removed “Mine”')).toBeVisible();
  expect(await saved(desk)).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: 'Mine' })).toBeVisible();
  expect(await saved(desk)).toMatchObject([{ details: { name: 'Mine' } }]);
});

test('a connection of the demo can be neither changed nor removed', async ({ desk }) => {
  await expect(desk.page.getByRole('heading', { name: desk.connectionName })).toBeVisible();
  await expect(desk.page.getByRole('button', { name: 'Change' })).toHaveCount(0);
  await expect(desk.page.getByRole('button', { name: 'Remove' })).toHaveCount(0);
});

type OpenDesk = (o: { town: Parameters<typeof openSaved>[1]; demo: boolean }) => Promise<Desk>;

async function openSaved(
  openDesk: OpenDesk,
  town: import('../support/community.ts').Community,
): Promise<Desk> {
  const desk = await openDesk({ town, demo: false });
  await saveConnection(desk, { port: town.server.port });
  await desk.page.reload();
  await expect(desk.page.getByRole('heading', { name: 'Mine' })).toBeVisible();
  return desk;
}

/** What the profile holds. */
async function saved(desk: Desk): Promise<unknown[]> {
  try {
    return JSON.parse(await readFile(join(desk.profileDir, 'connections.json'), 'utf8')).connections;
  } catch {
    return [];
  }
}
