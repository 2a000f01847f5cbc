import type { Locator } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { casesIn, claimOf, digits, openCase } from './support/cases.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test('all of a usual case is on one screen, without a click', async ({ desk, town }) => {
  const cases = casesIn(town);
  const { caseId } = await cases.about('Nobody wants you here', { times: 4, reason: 'harassment' });
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await expect(shown.getByRole('heading', { level: 2 })).toContainText('A status by');
  for (const part of [
    shown.getByText('severity 4 of 5').first(),
    shown.getByRole('article', { name: 'What was reported' }).getByText('Nobody wants you here'),
    shown.getByText('unchanged since'),
    shown.getByRole('region', { name: 'Author' }).getByText('reported 4 times in all'),
    shown.getByRole('region', { name: 'Linked accounts' }),
    shown.getByRole('region', { name: 'Reporters' }).getByRole('listitem').nth(3),
    shown.getByRole('region', { name: 'History' }).getByText('Opened by'),
    digits(shown).getByRole('button').nth(8),
    claimOf(shown).getByText('Nobody’s'),
  ]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
  const terms = await shown.getByRole('region', { name: 'Score' }).getByRole('listitem').allTextContents();
  const sum = terms.reduce((total, text) => total + pointsIn(text), 0);
  const total = await shown.getByRole('region', { name: 'Score' }).getByRole('paragraph').textContent();
  expect(Math.round(sum * 100)).toBe(Math.round(pointsIn(total ?? '') * 100));
});

test('what members wrote stays text, wherever it stands', async ({ desk, town }) => {
  const cases = casesIn(town);
  const hostile =
    '<img src=x onerror="document.title=1"> <a href="javascript:alert(1)">x</a> https://evil.example/ \u202Egnp.exe';
  const { caseId, author } = await cases.about(hostile, {
    reason: '<b>spam</b>',
    note: '<script>document.title=2</script>',
  });
  await cases.rows('UPDATE community_demo.users SET nickname = ? WHERE id = ?', [
    `<u>x</u>${author}`,
    author,
  ]);
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await expect(shown.getByRole('article', { name: 'What was reported' })).toContainText(
    '<img src=x onerror="document.title=1"> <a href="javascript:alert(1)">x</a> https://evil.example/ U+202Egnp.exe',
  );
  await expect(shown.getByRole('heading', { level: 2 })).toContainText(`<u>x</u>${author}`);
  await expect(shown.getByRole('region', { name: 'Reporters' })).toContainText(
    '<script>document.title=2</script>',
  );
  await expect(shown.locator('img, script, u, b')).toHaveCount(0);
  expect(await hrefsIn(shown)).toEqual([]);
  await expect(desk.page).toHaveTitle(/^Caretaker/);
});

test('an edit since shows word by word, and what was removed stays readable', async ({ desk, town }) => {
  const cases = casesIn(town);
  const { caseId, contentId } = await cases.about('I will find you on Sunday');
  const edit = (body: string) =>
    cases.rows('UPDATE community_demo.statuses SET body = ?, updated_at = UTC_TIMESTAMP(6) WHERE id = ?', [
      body,
      contentId,
    ]);
  await edit('I will miss you on Sunday');
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  const evidence = shown.getByRole('region', { name: 'Evidence' });
  const changed = evidence.getByRole('status').filter({ hasText: 'Changed since it was kept' });
  await expect(changed.getByRole('deletion')).toHaveText('removed: find');
  await expect(changed.getByRole('insertion')).toHaveText('added: miss');
  await expect(evidence.getByRole('article', { name: 'What was reported' })).toContainText(
    'find you on Sunday',
  );

  // Reported again as it is now: both states are kept, and what lies between them shows.
  await cases.report({ on: ['Status', contentId], by: 40 });
  await cases.read();
  await expect(evidence.getByText('Edited between two reports')).toBeVisible();
  await expect(evidence.getByText('unchanged since')).toHaveCount(2);
  await expect(evidence.getByRole('deletion')).toHaveText('removed: find');
  await expect(evidence.getByRole('article', { name: 'What was reported' })).toContainText(
    'miss you on Sunday',
  );

  await cases.rows('DELETE FROM community_demo.statuses WHERE id = ?', [contentId]);
  await openCase(desk, caseId);
  await expect(evidence.getByText('Removed since. What was kept stays readable here.')).toBeVisible();
  await expect(evidence.getByRole('article', { name: 'What was reported' })).toContainText(
    'miss you on Sunday',
  );
});

test('evidence that someone tampered with says so', async ({ desk, town }) => {
  const cases = casesIn(town);
  const { caseId } = await cases.about('As it was');
  await cases.rows(
    "UPDATE caretaker.report_evidence SET body = REPLACE(body, 'As it was', 'As it never was') WHERE case_id = ?",
    [caseId],
  );
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await expect(shown.getByRole('alert')).toContainText('not what was kept');
});

test('a private conversation reads as messages, and a member as their page', async ({ desk, town }) => {
  const cases = casesIn(town);
  const [talk] = await cases.rows(
    'SELECT conversation_id AS id, MIN(user_id) AS about FROM community_demo.messages GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1',
  );
  await cases.report({
    on: ['Conversation', Number(talk?.id)],
    about: Number(talk?.about),
    reason: 'harassment',
  });
  const member = await cases.member();
  await cases.report({ on: ['User', member], reason: 'impersonation' });
  await cases.read();
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, await cases.caseOf('conversation', Number(talk?.id)));
  await expect(shown.getByRole('heading', { level: 2 })).toContainText('A private conversation with');
  const messages = shown
    .getByRole('list', { name: 'The conversation that was reported' })
    .getByRole('listitem');
  expect(await messages.count()).toBeGreaterThan(5);
  await expect(messages.last(), 'what was said last').toBeInViewport();
  await expect(digits(shown).getByRole('button', { name: /^3/ })).toBeDisabled();
  await expect(digits(shown).getByRole('button', { name: /^3/ })).toContainText(
    'a conversation cannot be hidden',
  );
  await expect(digits(shown).getByRole('button', { name: /^4/ })).toContainText('nothing to hide');

  const about = await openCase(desk, await cases.caseOf('member', member));
  await expect(about.getByRole('article', { name: 'The member who was reported' })).toContainText('Nickname');
});

test('media start blurred, grey and muted; each switch is one’s own and is remembered', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  const cases = casesIn(town);
  const caseId = await photoCase(cases);
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  const picture = shown.getByRole('img', { name: 'The photo, as members put it up' });
  const pressed = async () =>
    Promise.all(
      ['Blurred', 'Grey', 'Muted'].map((name) =>
        shown.getByRole('button', { name }).getAttribute('aria-pressed'),
      ),
    );
  await expect(picture).toHaveCSS('filter', /blur\(.*grayscale\(1\)/);
  expect(await pressed()).toEqual(['true', 'true', 'true']);
  await page.keyboard.press('s');
  await expect(picture).toHaveCSS('filter', 'grayscale(1)');
  await page.keyboard.press('y');
  await expect(picture).toHaveCSS('filter', 'none');
  await page.keyboard.press('y');
  await page.reload();
  await expect(picture).toHaveCSS('filter', 'grayscale(1)');
  expect(await pressed()).toEqual(['false', 'true', 'true']);

  // Someone else at the same machine has their own.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(desk, 'admin');
  await openCase(desk, caseId);
  await expect(picture).toHaveCSS('filter', /blur/);
  expect(await pressed()).toEqual(['true', 'true', 'true']);
});

test('a picture that does not come says why, and the rest of the case is there', async ({ desk, town }) => {
  const cases = casesIn(town);
  const caseId = await photoCase(cases, 'https://elsewhere.example/x.jpg');
  const missing = await photoCase(cases, 'https://media.community.example/photos/none.jpg');
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await expect(shown.getByRole('figure').getByRole('alert')).toContainText(/\.$/);
  await expect(shown.getByRole('figure')).toContainText('https://elsewhere.example/x.jpg');
  const other = await openCase(desk, missing);
  await expect(other.getByRole('figure').getByRole('alert')).toBeVisible();
  await expect(digits(other).getByRole('button').first()).toBeEnabled();
});

test('looking claims nothing; a claim counts down, is extended, and given back', async ({ desk, town }) => {
  const { page } = desk;
  const cases = casesIn(town);
  const { caseId } = await cases.about('Whose is this');
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  expect((await cases.row(caseId)).holder).toBeNull();
  await page.keyboard.press('c');
  await expect(claimOf(shown)).toContainText(/Yours, (10:00|9:5\d) left/);
  await expect(claimOf(shown)).toContainText(/Yours, 9:[0-4]\d left/, { timeout: 25_000 });
  await page.keyboard.press('e');
  await expect(claimOf(shown)).toContainText(/Yours, (10:00|9:5\d) left/);
  expect((await cases.row(caseId)).holder).toBe('moderator');

  // About to lapse: it says so. Whoever is still at work keeps it without doing anything about it.
  await cases.rows(
    'UPDATE caretaker.report_case SET claimed_until = UTC_TIMESTAMP(6) + INTERVAL 90 SECOND, version = version + 1 WHERE id = ?',
    [caseId],
  );
  await expect(claimOf(shown).getByRole('alert')).toContainText('lapses in less than two minutes');
  await page.mouse.move(300, 300);
  await expect(claimOf(shown)).toContainText(/Yours, (10:0\d|9:[45]\d) left/, { timeout: 15_000 });

  await page.keyboard.press('p');
  await expect.poll(async () => (await cases.row(caseId)).holder).toBeNull();
});

test('a case on hold leaves the queue until its date, and comes back when asked', async ({ desk, town }) => {
  const { page } = desk;
  const cases = casesIn(town);
  const { caseId } = await cases.about('Waits for an answer');
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await page.keyboard.press('h');
  const dialog = page.getByRole('dialog', { name: `Hold case ${caseId}` });
  await expect(dialog.getByLabel('What it waits for')).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Write what it waits for')).toBeVisible();
  await dialog.getByLabel('What it waits for').fill('An answer of the police');
  // Closed by mistake, and still there.
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('h');
  await expect(dialog.getByLabel('What it waits for')).toHaveValue('An answer of the police');
  await dialog.getByRole('radio', { name: '3 d' }).check();
  await dialog.getByLabel('What it waits for').press('Control+Enter');
  await expect(claimOf(shown)).toContainText('On hold until');
  await expect(shown.getByRole('region', { name: 'History' })).toContainText('An answer of the police');
  const held = await cases.row(caseId);
  expect(held.state).toBe('held');
  const days = (Date.parse(`${held.held_until}Z`) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(2.9);
  expect(days).toBeLessThan(3.1);

  await page.keyboard.press('h');
  await expect(claimOf(shown)).toContainText('Nobody’s');
  expect((await cases.row(caseId)).state).toBe('open');
});

test('a note stands in the history for everyone', async ({ desk, town }) => {
  const { page } = desk;
  const cases = casesIn(town);
  const { caseId } = await cases.about('Something to know');
  await signIn(desk, 'moderator');
  const shown = await openCase(desk, caseId);
  await page.keyboard.press('w');
  await page.keyboard.type('Ask Ada first.');
  await page.keyboard.press('Control+Enter');
  await expect(shown.getByRole('region', { name: 'History' }).getByRole('listitem').first()).toContainText(
    /You wrote a note.*Ask Ada first\./,
  );
  const [event] = await cases.rows(
    "SELECT actor, detail FROM caretaker.report_event WHERE case_id = ? AND kind = 'noted'",
    [caseId],
  );
  expect(event).toMatchObject({ actor: 'moderator', detail: '{"note":"Ask Ada first."}' });
});

test('a case that is not there, and one whose database is away, say so', async ({
  openDesk,
  ownTown,
  town,
}) => {
  const cases = casesIn(town);
  const there = await openDesk({ town });
  await signIn(there, 'moderator');
  await there.goTo('/reports?case=999999999');
  await expect(there.page.getByText('There is no case 999999999.')).toBeVisible();
  const { caseId } = await cases.about('Still here');
  await openCase(there, caseId);

  const own = casesIn(ownTown);
  const { caseId: kept } = await own.about('Kept while the line is lost');
  const away = await openDesk({ town: ownTown });
  await signIn(away, 'moderator');
  const shown = await openCase(away, kept);
  ownTown.server.kill();
  await expect(away.page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 5000 });
  await expect(shown.getByText('Kept while the line is lost').first()).toBeVisible();
  await expect(digits(shown).getByRole('button').first()).toBeDisabled();
  await expect(shown.getByText('It waits until the database answers again.')).toBeVisible();
  await expect(claimOf(shown).getByRole('button', { name: 'Claim' })).toBeDisabled();
});

test.describe('Two moderators', { tag: '@browser' }, () => {
  test('see each other look and write, and one’s claim keeps the other from deciding', async ({
    openBrowserDesk,
    town,
  }) => {
    const cases = casesIn(town);
    const { caseId } = await cases.about('Two at once');
    const mine = await openBrowserDesk({ town });
    const theirs = await openBrowserDesk({ town });
    await signIn(mine, 'moderator');
    await signIn(theirs, 'admin');
    const here = await openCase(mine, caseId);
    const there = await openCase(theirs, caseId);
    await expect(here.getByText('The admin is looking')).toBeVisible();
    await expect(there.getByText('The moderator is looking')).toBeVisible();
    await theirs.page.keyboard.press('a');
    await expect(here.getByText('The admin is writing a decision')).toBeVisible();
    await expect(claimOf(here)).toContainText(/The admin has it, \d+:\d\d left/);
    await expect(digits(here).getByRole('button').first()).toBeDisabled();
    await mine.page.keyboard.press('1');
    await theirs.page.keyboard.press('Escape');
    await expect(here.getByText('The admin is looking')).toBeVisible();
    await theirs.page.keyboard.press('p');
    await expect(here.getByText('The admin is looking')).toHaveCount(0);
    await expect(claimOf(here)).toContainText('Nobody’s');
    expect(await cases.decisionsOf(caseId)).toEqual([]);
  });

  test('hand a case over with a note, which the other finds first', async ({ openBrowserDesk, ownTown }) => {
    const cases = casesIn(ownTown);
    const { caseId } = await cases.about('For you', { minutesAgo: 5 });
    await cases.about('More urgent', { minutesAgo: 5, reason: 'self-harm' });
    const mine = await openBrowserDesk({ town: ownTown });
    const theirs = await openBrowserDesk({ town: ownTown });
    await signIn(mine, 'moderator');
    await signIn(theirs, 'admin');
    const here = await openCase(mine, caseId);
    await mine.page.keyboard.press('o');
    const dialog = mine.page.getByRole('dialog', { name: `Hand case ${caseId} over` });
    await dialog.getByLabel('To').selectOption({ label: 'The admin' });
    await dialog.getByLabel('Note').fill('You know this member');
    await dialog.getByLabel('Note').press('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await expect(claimOf(here)).toContainText(/The admin has it, [34]:\d\d:\d\d left/);

    await theirs.goTo('/reports');
    await expect(theirs.page.getByRole('button', { name: /^Next/ }).first()).toBeVisible();
    await theirs.page.keyboard.press('n');
    const there = theirs.page.getByRole('region', { name: `Case ${caseId}`, exact: true });
    await expect(claimOf(there)).toContainText('handed to you by The moderator');
    await expect(there.getByRole('region', { name: 'History' })).toContainText('You know this member');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everyone can use a case, in the ${colorScheme} theme`, async ({ openDesk, ownTown }) => {
    test.slow();
    const cases = casesIn(ownTown);
    const { caseId, contentId, author } = await cases.about('I will find you on Sunday', {
      times: 7,
      reason: 'threat of violence',
      note: 'She wrote this to me',
    });
    await cases.rows(
      `UPDATE community_demo.statuses SET body = 'I will miss you on Sunday', updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [contentId],
    );
    await cases.rows(
      'UPDATE community_demo.users SET muted_until = UTC_TIMESTAMP(6) + INTERVAL 2 DAY WHERE id = ?',
      [author],
    );
    const desk = await openDesk({ town: ownTown });
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'moderator');
    const shown = await openCase(desk, await photoCase(cases));
    await expect(shown.getByRole('img')).toBeVisible();
    await expectAccessible(page, 'a photo');
    await openCase(desk, caseId);
    const wanted = page.getByRole('region', { name: `Case ${caseId}`, exact: true });
    await expect(wanted.getByText('Changed since it was kept')).toBeVisible();
    await expectAccessible(page, 'a case that was edited since');
    await page.keyboard.press('7');
    await expect(wanted.getByRole('region', { name: /what will happen$/ })).toBeVisible();
    await expectAccessible(page, 'what is asked first');
    await page.keyboard.press('Escape');
    for (const [key, title] of [
      ['o', `Hand case ${caseId} over`],
      ['h', `Hold case ${caseId}`],
      ['a', `Decide about case ${caseId}`],
    ] as const) {
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog', { name: title });
      await dialog.getByRole('textbox').first().press('Control+Enter');
      await expect(
        dialog.getByText(/^(Choose to whom|Write what it waits for|Choose what is done)$/),
      ).toBeVisible();
      await expectAccessible(page, title);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
    await page.keyboard.press('3');
    await expect(wanted.getByText('This case is done')).toBeVisible();
    await expectAccessible(page, 'a case that is done');
    await page.keyboard.press('z');
    await expect(digits(wanted)).toBeVisible();
    await page.keyboard.press('9');
    await expect(claimOf(wanted)).toContainText('Escalated');
    await expectAccessible(page, 'an escalated case with its history');
  });
}

function pointsIn(text: string): number {
  return Number(/^[\d,.]+/.exec(text.trim())?.[0].replaceAll(',', ''));
}

/** Where links in it lead, apart from members' pages. */
async function hrefsIn(part: Locator): Promise<string[]> {
  const all = await part
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  return all.filter((href) => !href.startsWith('/members?id='));
}

/** A photo that nobody reported before, its picture where the demo has it unless said otherwise. */
async function photoCase(cases: ReturnType<typeof casesIn>, url?: string): Promise<string> {
  const [photo] = await cases.rows(
    `SELECT id, user_id FROM community_demo.photos WHERE id NOT IN (
       SELECT subject_id FROM caretaker.report_case WHERE subject_kind = 'photo') ORDER BY id DESC LIMIT 1`,
  );
  const id = Number(photo?.id);
  if (url !== undefined)
    await cases.rows('UPDATE community_demo.photos SET image_url = ? WHERE id = ?', [url, id]);
  await cases.report({ on: ['Photo', id], about: Number(photo?.user_id), reason: 'nudity' });
  await cases.read();
  return cases.caseOf('photo', id);
}
