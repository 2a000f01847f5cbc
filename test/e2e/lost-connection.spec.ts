import type { RowDataPacket } from 'mysql2/promise';
import { rootConnection } from '../support/community.ts';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test('the database is killed: it says so within 3 s, keeps what I type, and goes on by itself when it is back', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await expect(page.getByText('All members, newest first')).toBeVisible();
  const search = page.getByRole('searchbox');
  await search.fill('some');
  await expect(page.getByText('Nickname starts with “some”', { exact: true })).toBeVisible();

  ownTown.server.kill();
  await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 3000 });
  await search.fill('someone-new');
  await expect(page.getByText('Searches as soon as there is an answer again')).toBeVisible();
  await expect(page.getByRole('button', { name: /^old: as of/ })).toBeDisabled();
  await expect(page.getByRole('complementary', { name: 'Console' })).toContainText('not answering');

  await ownTown.server.startAgain();
  const sql = await rootConnection(ownTown.root);
  await sql.query("UPDATE community_demo.users SET nickname = 'someone-new-here' WHERE id = 9");
  sql.destroy();
  await expect(page.getByText('Back again.')).toBeVisible({ timeout: 15_000 });
  await expect(search).toHaveValue('someone-new');
  await expect(page.getByText('Nickname starts with “someone-new”')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Console' })).toContainText('connected');
});

test('while the database is away the record’s export waits, and what I see stays', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo('/record');
  const entry = page.getByRole('row', { name: desk.connectionName });
  await expect(entry).toBeVisible();
  ownTown.server.kill();
  await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 3000 });
  await expect(page.getByRole('button', { name: 'Export CSV' })).toBeDisabled();
  await expect(entry).toBeVisible();
  await page.reload();
  await expect(page.getByText('Waiting for an answer to show the record')).toBeVisible();
  await ownTown.server.startAgain();
  await expect(entry).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('button', { name: 'Export CSV' })).toBeEnabled();
});

test('Caretaker’s own service stops: it is told apart from the database, and what I type is kept', {
  tag: '@browser',
}, async ({ browserDesk, watch }) => {
  watch.expectError(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  const { page } = browserDesk;
  await signIn(browserDesk, 'moderator');
  await expect(page.getByText('All members, newest first')).toBeVisible();
  await browserDesk.stopService();
  await expect(page.getByText(/^Caretaker’s own service does not answer since/)).toBeVisible({
    timeout: 3000,
  });
  await page.getByRole('searchbox').fill('kept');
  await expect(page.getByRole('searchbox')).toHaveValue('kept');
  await expect(page.getByText('service not answering')).toBeVisible();
});

test('a server that cut every idle connection is not even noticed', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'support');
  await expect(page.getByText('All members, newest first')).toBeVisible();
  await watchForTrouble(desk);
  const idle = async () =>
    (
      await town.sql.query<RowDataPacket[]>(
        "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = 'support' AND COMMAND = 'Sleep'",
      )
    )[0].map((row) => Number(row.id));
  const cut = await idle();
  expect(cut.length).toBeGreaterThan(0);
  for (const id of cut) await town.sql.query(`KILL ${id}`).catch(() => {}); // one may have ended by itself
  for (const prefix of ['ma', 'ja', 'al', 'ka']) {
    await page.getByRole('searchbox').fill(prefix);
    await expect(page.getByText(`Nickname starts with “${prefix}”`)).toBeVisible();
  }
  // By now each connection was made anew, the one that watches the line too.
  await expect.poll(async () => (await idle()).filter((id) => !cut.includes(id)).length).toBeGreaterThan(0);
  expect(await troubleSeen(desk)).toEqual([]);
});

/** Notes each line of trouble that appears from now on, however short. */
async function watchForTrouble({ page }: Desk): Promise<void> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { troubleSeen: seen });
    new MutationObserver(() => {
      const text = document.body.textContent ?? '';
      if (/not answering|does not answer|Back again/.test(text)) seen.push(text.slice(0, 200));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

function troubleSeen({ page }: Desk): Promise<unknown> {
  return page.evaluate(() => Reflect.get(window, 'troubleSeen'));
}
