import type { Connection, RowDataPacket } from 'mysql2/promise';
import { type Community, rootConnection } from '../support/community.ts';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { lineOf } from './support/line.ts';
import { openMember, someoneFree } from './support/member.ts';
import { openMembers } from './support/members.ts';

test('the database is killed: it says so within 3 s, keeps what I type, and goes on by itself when it is back', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await openMembers(desk);
  await expect(page.getByText('All members, newest first')).toBeVisible();
  const search = page.getByRole('searchbox');
  await search.fill('some');
  await expect(page.getByText('Nickname contains “some”', { exact: true })).toBeVisible();

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
  await expect(page.getByText('Nickname contains “someone-new”')).toBeVisible();
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

test('the line is lost in the middle of an action: what I typed stays, and sent again it is done once', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  const id = await someoneFree(ownTown);
  const member = await openMember(desk, id);
  await member.getByRole('button', { name: 'Mute' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Spam in every group');
  await sheet.getByLabel('Message to the member').fill('One message, once.');
  // Someone else holds the member's row, so that the line is lost with the action under way.
  await ownTown.sql.query('START TRANSACTION');
  await ownTown.sql.query('SELECT id FROM community_demo.users WHERE id = ? FOR UPDATE', [id]);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => waiting(ownTown)).toBe(true);
  ownTown.server.kill();
  await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 5000 });
  await expect(sheet.getByText('Nobody knows whether this arrived')).toBeVisible({ timeout: 20_000 });
  await expect(sheet.getByRole('textbox', { name: 'Reason' })).toHaveValue('Spam in every group');
  await expect(sheet.getByRole('button', { name: /^Mute/ })).toBeDisabled();

  await ownTown.server.startAgain();
  await expect(page.getByText('Back again.')).toBeVisible({ timeout: 15_000 });
  await expect(sheet.getByLabel('Message to the member')).toHaveValue('One message, once.');
  await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
  await expect(sheet).toHaveCount(0);
  await expect(member.getByRole('region', { name: 'Sanctions in force' })).toContainText('Muted');
  const sql = await rootConnection(ownTown.root);
  expect(await timesMuted(sql, id)).toEqual([1, 1, 1]);
  sql.destroy();
});

test('the answer to an action never reaches me: sent again, it was done once', { tag: '@browser' }, async ({
  openBrowserDesk,
  ownTown,
  watch,
}) => {
  watch.expectError(/WebSocket connection/);
  const desk = await openBrowserDesk({ town: ownTown, enter: false });
  const { page } = desk;
  const line = await lineOf(page);
  await page.goto(desk.link);
  await signIn(desk, 'moderator');
  const id = await someoneFree(ownTown);
  const member = await openMember(desk, id);
  await member.getByRole('button', { name: 'Mute' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Spam in every group');
  await expect(sheet.getByRole('region', { name: 'What will happen' })).toContainText('muted for');
  line.swallow();
  await page.keyboard.press('Control+Enter');
  await expect.poll(async () => (await timesMuted(ownTown.sql, id))[0]).toBe(1);
  line.cut();

  await expect(sheet.getByText('Nobody knows whether this arrived')).toBeVisible();
  await expect(sheet.getByRole('textbox', { name: 'Reason' })).toHaveValue('Spam in every group');
  await expect(sheet.getByRole('button', { name: /^Mute/ })).toBeEnabled({ timeout: 15_000 });
  await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
  await expect(sheet).toHaveCount(0);
  await expect(member.getByRole('region', { name: 'Sanctions in force' })).toContainText('Muted');
  expect(await timesMuted(ownTown.sql, id)).toEqual([1, 1, 1]);
});

test('Caretaker’s own service stops: it is told apart from the database, and what I type is kept', {
  tag: '@browser',
}, async ({ browserDesk, watch }) => {
  watch.expectError(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  const { page } = browserDesk;
  await openMembers(browserDesk);
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
  await desk.goTo('/members');
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
    await expect(page.getByText(`Nickname contains “${prefix}”`)).toBeVisible();
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

/** How often a member was muted by the site, decided about, and told. */
async function timesMuted(sql: Connection, id: number): Promise<number[]> {
  const [[row]] = await sql.query<RowDataPacket[]>(
    `SELECT (SELECT COUNT(*) FROM community_demo.moderation_actions
             WHERE action = 'member_mute' AND subject_type = 'member' AND subject_id = ?) AS done,
            (SELECT COUNT(*) FROM caretaker.member_decision WHERE member_id = ?) AS decided,
            (SELECT COUNT(*) FROM caretaker.outbox WHERE member_id = ?) AS told`,
    [id, id, id],
  );
  return [row?.done, row?.decided, row?.told].map(Number);
}

/** Whether a transaction waits for a row that another holds. */
async function waiting({ root }: Community): Promise<boolean> {
  const sql = await rootConnection(root);
  const [rows] = await sql.query<RowDataPacket[]>(
    "SELECT trx_id FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'",
  );
  sql.destroy();
  return rows.length > 0;
}
