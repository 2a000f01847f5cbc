import type { Locator, Page, WebSocketRoute } from '@playwright/test';
import { type Community, rootConnection } from '../support/community.ts';
import { casesIn, caseView, claimOf, digits, openCase } from './support/cases.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test('20 cases by the keyboard alone: two keys for each', async ({ openDesk, ownTown }) => {
  test.slow();
  const cases = casesIn(ownTown);
  for (let each = 0; each < 20; each++) {
    const { id, author } = await cases.status(`An advert, number ${each}`);
    await cases.report({ on: ['Status', id], about: author, by: 1 + each, minutesAgo: 600 - each });
  }
  await cases.read();
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/reports');
  await expect(page.getByRole('button', { name: /^Next/ }).first()).toBeVisible();
  const decided: string[] = [];
  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  while (decided.length < 20) {
    await press('n');
    const shown = page.getByRole('region', { name: /^Case \d+$/ });
    await expect(shown).not.toHaveAttribute('aria-label', `Case ${decided.at(-1)}`);
    await expect(digits(shown).getByRole('button').first()).toBeEnabled();
    const caseId = /\d+/.exec((await shown.getAttribute('aria-label')) ?? '')?.[0] ?? '';
    await press(decided.length % 4 === 0 ? '1' : '3');
    await expect(shown.getByText('This case is done')).toBeVisible();
    decided.push(caseId);
  }
  expect(keys).toBe(40);
  expect(new Set(decided).size).toBe(20);
  const done = await cases.rows(
    `SELECT state, outcome, COUNT(*) AS count, COUNT(DISTINCT report_decision.id) AS decisions
     FROM caretaker.report_case JOIN caretaker.report_decision ON case_id = report_case.id
     GROUP BY state, outcome ORDER BY outcome`,
  );
  expect(done).toEqual([
    { state: 'done', outcome: 'dismissed', count: '5', decisions: '5' },
    { state: 'done', outcome: 'hidden', count: '15', decisions: '15' },
  ]);
  const [hidden] = await cases.rows(
    'SELECT COUNT(*) AS count FROM community_demo.statuses WHERE hidden_at IS NOT NULL AND body LIKE ?',
    ['An advert, number %'],
  );
  expect(hidden?.count).toBe('15');
});

test('a digit decides at once, z takes it back, and everything is as before', async ({ desk, town }) => {
  const { page } = desk;
  const cases = casesIn(town);
  const { caseId, contentId, author } = await cases.about('Buy this, buy that', { times: 2 });
  const before = await cases.row(caseId);
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await page.keyboard.press('5');
  await expect(page.getByText(/^Hidden, muted: A status by /)).toBeVisible();
  await expect(claimOf(shown)).toContainText('Done just now: hidden, muted until');
  const history = shown.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem').first()).toContainText('under Spam, version 1');
  await expect(history).toContainText('Message waits to be sent');
  expect(await hiddenAndMuted(cases, contentId, author)).toEqual([1, 1]);

  await page.keyboard.press('z');
  await expect(page.getByText(`Taken back: case ${caseId} is as before`)).toBeVisible();
  await expect(digits(shown)).toBeVisible();
  await expect(history.getByRole('listitem').first()).toContainText('Taken back by you');
  await expect(history).toContainText('Message not sent: it was undone in time');
  expect(await hiddenAndMuted(cases, contentId, author)).toEqual([0, 0]);
  const { state, outcome, decided_at: decidedAt } = await cases.row(caseId);
  expect({ state, outcome, decidedAt }).toEqual({
    state: before.state,
    outcome: before.outcome,
    decidedAt: before.decided_at,
  });
  const told = await cases.rows('SELECT state FROM caretaker.outbox WHERE member_id = ?', [author]);
  expect(told.every((message) => message.state !== 'delivered')).toBe(true);
});

test('a ban is shown before it is done: Escape leaves it, Enter does it', async ({ desk, town }) => {
  const { page } = desk;
  const cases = casesIn(town);
  const { caseId, author } = await cases.about('The worst of all');
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await page.keyboard.press('7');
  const asked = shown.getByRole('region', { name: 'Hide and ban: what will happen' });
  await expect(asked).toContainText('banned until it is lifted');
  await page.keyboard.press('Escape');
  await expect(asked).toHaveCount(0);
  await expect(digits(shown)).toBeVisible();
  expect(await cases.decisionsOf(caseId)).toEqual([]);
  await page.keyboard.press('7');
  await expect(asked.getByRole('button', { name: /^Hide and ban/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(claimOf(shown)).toContainText('Done just now: hidden, banned');
  const [member] = await cases.rows('SELECT status FROM caretaker_site.member WHERE id = ?', [author]);
  expect(member?.status).toBe('banned');
});

test('what cannot be decided here says why', async ({ desk, town }) => {
  const cases = casesIn(town);
  const { caseId } = await cases.about('Not marked as the rule asks', { reason: 'nudity' });
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  const ban = digits(shown).getByRole('button', { name: /^7/ });
  await expect(ban).toBeDisabled();
  await expect(ban).toContainText('not under “Nudity without a mark”: ban');
  await desk.page.keyboard.press('7');
  await expect(shown.getByRole('region', { name: /what will happen/ })).toHaveCount(0);
  expect(await cases.decisionsOf(caseId)).toEqual([]);
});

test('one escalates, and an administrator decides', async ({ openDesk, town }) => {
  const cases = casesIn(town);
  const { caseId } = await cases.about('I do not know what this is');
  const mine = await openDesk({ town });
  await signIn(mine, 'moderator');
  const shown = await openCase(mine, caseId);
  await mine.page.keyboard.press('9');
  await expect(claimOf(shown)).toContainText('Escalated to the administrators by you');
  expect((await cases.row(caseId)).state).toBe('escalated');

  const theirs = await openDesk({ town });
  await signIn(theirs, 'admin');
  await theirs.goTo('/reports?queue=escalated');
  await expect(theirs.page.getByRole('grid').first()).toContainText('I do not know what this is');
  const there = await openCase(theirs, caseId);
  await expect(there.getByRole('region', { name: 'History' })).toContainText('Escalated by The moderator');
  await theirs.page.keyboard.press('1');
  await expect(claimOf(there)).toContainText('Done just now: dismissed');
  expect((await cases.row(caseId)).state).toBe('done');
});

test('several actions in one decision, with messages that must be filled in first', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  const cases = casesIn(town);
  const { caseId, author } = await cases.about('Sells what is not theirs', { times: 3 });
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await page.keyboard.press('a');
  const sheet = page.getByRole('dialog', { name: `Decide about case ${caseId}` });
  await expect(claimOf(shown), 'whoever writes a decision holds the case').toContainText('Yours');
  await page.keyboard.press('Control+Enter');
  await expect(sheet.getByText('Choose what is done', { exact: true })).toBeVisible();
  await expect(sheet.getByText('Say why, in at least three letters')).toBeVisible();

  await choose(sheet, 'Hide', 'Warn', 'Mute');
  await choose(sheet, 'Dismiss');
  await expect(
    sheet.getByRole('checkbox', { name: 'Hide', exact: true }),
    'alone or not at all',
  ).not.toBeChecked();
  await choose(sheet, 'Hide', 'Warn', 'Mute');
  await expect(sheet.getByRole('checkbox', { name: 'Dismiss', exact: true })).not.toBeChecked();
  await sheet.getByRole('radio', { name: '3 d' }).check();
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Third time this month');
  await sheet.getByRole('button', { name: 'Change the words' }).first().click();
  const words = sheet.getByRole('textbox', { name: 'Words: Tell the author' });
  await words.fill('Hello {nickname}, {subject} broke rule {which rule}. {outcome}.');
  const fill = sheet.getByRole('textbox', { name: 'which rule' });
  await words.press('Control+Enter');
  await expect(sheet.getByText('Fill in “which rule” first')).toBeVisible();
  expect(await cases.decisionsOf(caseId)).toEqual([]);
  await fill.fill('four');
  const name =
    (await shown.getByRole('heading', { level: 2 }).textContent())?.replace('A status by ', '') ?? '';
  const read = sheet.getByText(
    new RegExp(
      `^Hello ${name}, your status broke rule four\\. It was hidden, you were warned and you are muted until `,
    ),
  );
  await expect(read).toBeVisible();
  const preview = sheet.getByRole('region', { name: 'What will happen' });
  await expect(preview).toContainText('hidden, warned, muted until');
  await expect(preview).toContainText('told by message after 15 seconds');
  const promised = await read.textContent();

  await fill.press('Control+Enter');
  await expect(sheet).toHaveCount(0);
  await expect(claimOf(shown)).toContainText('Done just now: hidden, warned, muted until');
  const messages = await cases.rows(
    `SELECT member_id, body FROM caretaker.outbox
     WHERE report_decision_id IN (SELECT id FROM caretaker.report_decision WHERE case_id = ?) ORDER BY id`,
    [caseId],
  );
  expect(messages.map(({ member_id }) => Number(member_id))).toEqual([author, 1, 2, 3]);
  expect(messages[0]?.body).toBe(promised);
});

test('a preset whose message asks for something opens the form for it', async ({ openDesk, ownTown }) => {
  const cases = casesIn(ownTown);
  const { caseId } = await cases.about('An advert');
  await cases.rows(
    "UPDATE caretaker.policy_version SET member_template = 'Hello {nickname}, see {link}.' WHERE policy_id = 7",
  );
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await expect(digits(shown).getByRole('button', { name: /^4/ })).toContainText('asks for link');
  await page.keyboard.press('4');
  const sheet = page.getByRole('dialog', { name: `Decide about case ${caseId}` });
  await expect(sheet.getByRole('checkbox', { name: 'Warn', exact: true })).toBeChecked();
  await sheet.getByRole('textbox', { name: 'link' }).fill('https://rules.example/4');
  await sheet.getByRole('textbox', { name: 'link' }).press('Control+Enter');
  await expect(claimOf(shown)).toContainText('Done just now: hidden, warned');
});

test('the case changes while I write: I am told what, and decide on the new state with what I typed', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  const cases = casesIn(town);
  const { caseId, contentId } = await cases.about('Once more');
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await page.keyboard.press('a');
  const sheet = page.getByRole('dialog', { name: `Decide about case ${caseId}` });
  await choose(sheet, 'Hide');
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Typed with care');
  await cases.report({ on: ['Status', contentId], by: 60 });
  await cases.read();
  const changed = sheet.getByRole('alert').filter({ hasText: 'The case changed while you were writing.' });
  await expect(changed).toContainText('Another report came');
  await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
  expect(await cases.decisionsOf(caseId)).toEqual([]);
  await changed.getByRole('button', { name: 'I have looked, go on' }).click();
  await expect(sheet.getByRole('textbox', { name: 'Reason' })).toHaveValue('Typed with care');
  await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
  await expect(claimOf(shown)).toContainText('Done just now: hidden');
  expect((await cases.decisionsOf(caseId)).map(({ reason }) => reason)).toEqual(['Typed with care']);
});

test('someone else decides while I write: nothing is done twice, and what I typed is still there', async ({
  openDesk,
  town,
}) => {
  const cases = casesIn(town);
  const { caseId } = await cases.about('Two of us at it');
  const mine = await openDesk({ town });
  await signIn(mine, 'moderator');
  const shown = await openCase(mine, caseId);
  await mine.page.keyboard.press('a');
  const sheet = mine.page.getByRole('dialog', { name: `Decide about case ${caseId}` });
  await choose(sheet, 'Warn');
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('A warning will do');
  // My claim lapses, as when I was called away.
  await cases.rows('UPDATE caretaker.report_case SET claimed_until = UTC_TIMESTAMP(6) WHERE id = ?', [
    caseId,
  ]);
  const theirs = await openDesk({ town });
  await signIn(theirs, 'admin');
  const there = await openCase(theirs, caseId);
  await theirs.page.keyboard.press('1');
  await expect(claimOf(there)).toContainText('Done just now: dismissed');

  await expect(sheet.getByRole('alert')).toContainText('The admin decided it: dismissed');
  await expect(sheet.getByRole('button', { name: /^Warn/ })).toBeDisabled();
  await expect(sheet.getByRole('textbox', { name: 'Reason' })).toHaveValue('A warning will do');
  await theirs.page.keyboard.press('z');
  await expect(digits(there)).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'I have looked, go on' })).toBeVisible();
  await sheet.getByRole('button', { name: 'I have looked, go on' }).click();
  await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
  await expect(claimOf(shown)).toContainText('Done just now: warned');
  expect((await cases.decisionsOf(caseId)).map(({ reason }) => reason)).toEqual([
    expect.stringContaining('Nothing wrong'),
    'A warning will do',
  ]);
});

test('what was typed is kept on the way to another case and back', async ({ desk, town }) => {
  const { page } = desk;
  const cases = casesIn(town);
  const { caseId } = await cases.about('The one I write about');
  const { caseId: other } = await cases.about('Another one');
  await signIn(desk, 'moderator');
  await openCase(desk, caseId);
  await page.keyboard.press('a');
  const sheet = page.getByRole('dialog', { name: `Decide about case ${caseId}` });
  await choose(sheet, 'Suspend');
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Begun and not finished');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await goWithin(page, other);
  const second = caseView(page, other);
  await expect(digits(second)).toBeVisible();
  await expect(second.getByRole('button', { name: 'Go on with the draft' })).toHaveCount(0);
  await page.goBack();
  await caseView(page, caseId).getByRole('button', { name: 'Go on with the draft' }).click();
  await expect(sheet.getByRole('textbox', { name: 'Reason' })).toHaveValue('Begun and not finished');
  await expect(sheet.getByRole('checkbox', { name: 'Suspend', exact: true })).toBeChecked();
});

test('the next case opens by itself once one is decided, where I want that', async ({
  openDesk,
  ownTown,
}) => {
  const cases = casesIn(ownTown);
  await cases.about('The first', { minutesAgo: 600 });
  await cases.about('The second', { minutesAgo: 500 });
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/reports');
  await expect(page.getByRole('button', { name: /^Next/ }).first()).toBeVisible();
  await page.keyboard.press('n');
  const shown = page.getByRole('region', { name: /^Case \d+$/ });
  await expect(shown.getByRole('article', { name: 'What was reported' })).toBeVisible();
  const first = await shown.getByRole('article', { name: 'What was reported' }).textContent();
  await shown.getByRole('checkbox', { name: 'Then open the next case' }).check();
  await page.keyboard.press('1');
  await expect(shown.getByRole('article', { name: 'What was reported' })).not.toHaveText(first ?? '');
  await expect(claimOf(shown)).toContainText('Yours');
  await page.reload();
  await expect(shown.getByRole('checkbox', { name: 'Then open the next case' })).toBeChecked();
});

test('the line is lost in the middle of a decision: sent again, it was done once', async ({
  openDesk,
  ownTown,
}) => {
  const cases = casesIn(ownTown);
  const { caseId, contentId } = await cases.about('When the line is lost', { times: 2 });
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await page.keyboard.press('a');
  const sheet = page.getByRole('dialog', { name: `Decide about case ${caseId}` });
  await choose(sheet, 'Hide');
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Typed once');
  await expect(sheet.getByRole('region', { name: 'What will happen' })).toContainText('hidden');
  // Someone else holds the row, so that the line is lost with the decision under way.
  await ownTown.sql.query('START TRANSACTION');
  await ownTown.sql.query('SELECT id FROM community_demo.statuses WHERE id = ? FOR UPDATE', [contentId]);
  await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
  await expect.poll(() => waiting(ownTown)).toBe(true);
  ownTown.server.kill();
  await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 5000 });
  await expect(sheet.getByText('Nobody knows whether this arrived')).toBeVisible({ timeout: 20_000 });
  await expect(sheet.getByRole('textbox', { name: 'Reason' })).toHaveValue('Typed once');
  await ownTown.server.startAgain();
  await expect(page.getByText('Back again.')).toBeVisible({ timeout: 20_000 });
  await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
  await expect(sheet).toHaveCount(0);
  await expect(claimOf(shown)).toContainText('Done just now: hidden');
  expect(await timesDone(ownTown, caseId, contentId)).toEqual([1, 1, 3]);
});

test('the answer to a digit never reaches me: sent again, it was done once', { tag: '@browser' }, async ({
  openBrowserDesk,
  ownTown,
  watch,
}) => {
  watch.expectError(/WebSocket connection/);
  const cases = casesIn(ownTown);
  const { caseId, contentId } = await cases.about('When the answer is lost', { times: 2 });
  const desk = await openBrowserDesk({ town: ownTown, enter: false });
  const { page } = desk;
  const line = await lineOf(page);
  await page.goto(desk.link);
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  line.swallowAnswersOf('decide');
  await page.keyboard.press('3');
  await expect.poll(async () => (await timesDone(ownTown, caseId, contentId))[0]).toBe(1);
  line.cut();
  const again = shown.getByRole('button', { name: 'Send it again' });
  await expect(again.or(shown.getByText('This case is done'))).toBeVisible({ timeout: 20_000 });
  if (await again.isVisible()) await again.click();
  await expect(claimOf(shown)).toContainText('hidden', { timeout: 15_000 });
  expect(await timesDone(ownTown, caseId, contentId)).toEqual([1, 1, 3]);
});

async function choose(sheet: Locator, ...actions: string[]): Promise<void> {
  for (const action of actions) await sheet.getByRole('checkbox', { name: action, exact: true }).check();
}

/** Another case by its address, without loading the page anew. */
async function goWithin(page: Page, caseId: string): Promise<void> {
  await page.evaluate((id) => {
    history.pushState(history.state, '', `/reports?case=${id}`);
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
  }, caseId);
}

async function hiddenAndMuted(
  cases: ReturnType<typeof casesIn>,
  contentId: number,
  author: number,
): Promise<number[]> {
  const [row] = await cases.rows(
    `SELECT (SELECT hidden_at IS NOT NULL FROM community_demo.statuses WHERE id = ?) AS hidden,
            (SELECT COALESCE(muted_until > UTC_TIMESTAMP(6), 0) FROM community_demo.users WHERE id = ?) AS muted`,
    [contentId, author],
  );
  return [Number(row?.hidden), Number(row?.muted)];
}

/** How often a case was decided, its content hidden by the site, and someone told. */
async function timesDone({ root }: Community, caseId: string, contentId: number): Promise<number[]> {
  const sql = await rootConnection(root);
  const [rows] = await sql.query(
    `SELECT (SELECT COUNT(*) FROM caretaker.report_decision WHERE case_id = ?) AS decided,
            (SELECT COUNT(*) FROM community_demo.moderation_actions
             WHERE action = 'content_hide' AND subject_id = ?) AS hidden,
            (SELECT COUNT(*) FROM caretaker.outbox JOIN caretaker.report_decision
               ON report_decision.id = report_decision_id WHERE case_id = ?) AS told`,
    [caseId, contentId, caseId],
  );
  sql.destroy();
  const [row] = rows as Record<string, string>[];
  return [row?.decided, row?.hidden, row?.told].map(Number);
}

/** Whether a transaction waits for a row that another holds. */
async function waiting({ root }: Community): Promise<boolean> {
  const sql = await rootConnection(root);
  const [rows] = await sql.query(
    "SELECT trx_id FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'",
  );
  sql.destroy();
  return Array.isArray(rows) && rows.length > 0;
}

/** The line between a page and its service, which loses all answers from a call on, and can then be cut. */
async function lineOf(page: Page): Promise<{ swallowAnswersOf: (call: string) => void; cut: () => void }> {
  let awaited: string | null = null;
  let swallowing = false;
  let open: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/calls$/, (route) => {
    open = route;
    const service = route.connectToServer();
    route.onMessage((message) => {
      if (awaited !== null && message.toString().includes(`/${awaited}`)) swallowing = true;
      service.send(message);
    });
    service.onMessage((message) => {
      if (!swallowing) route.send(message);
    });
  });
  return {
    swallowAnswersOf(call) {
      awaited = call;
    },
    cut() {
      awaited = null;
      swallowing = false;
      void open?.close();
    },
  };
}
