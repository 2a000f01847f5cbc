import type { Locator, Page } from '@playwright/test';
import type { ResultSetHeader } from 'mysql2/promise';
import { rootConnection } from '../../test/support/community.ts';
import { type NewReport, reporting } from '../../test/support/reporting.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** Goes through the states of one case and of its decision, signed in as a community manager, and takes each. */
export async function caseStates(stage: Stage, camera: Camera): Promise<void> {
  const { server } = stage.demo;
  const sql = await rootConnection({ host: server.host, port: server.port, ...server.root });
  try {
    const ground = { ...stage, camera, ...reporting({ sql }) };
    const threat = await kinds(ground);
    await evidence(ground);
    await claims(ground);
    await deciding(ground, threat);
    await missing(ground);
  } finally {
    await sql.end();
  }
}

type Ground = Stage & { camera: Camera } & ReturnType<typeof reporting>;

/** What a case can be about. Gives the case with most to show. */
async function kinds(at: Ground): Promise<string> {
  const { page, camera } = at;
  const threat = await threatOnAPhoto(at);
  await show(at, threat);
  await camera.take(page, 'case');

  const [photo] = await at.rows(
    `SELECT id, user_id FROM community_demo.photos WHERE caption IS NOT NULL AND id NOT IN (
       SELECT subject_id FROM caretaker.report_case WHERE subject_kind = 'photo') ORDER BY id DESC LIMIT 1`,
  );
  const seen = await reported(at, 'photo', {
    on: ['Photo', Number(photo?.id)],
    about: Number(photo?.user_id),
    reason: 'nudity',
  });
  const shown = await show(at, seen);
  await shown.getByRole('img').waitFor();
  await camera.take(page, 'case-media');
  await page.keyboard.press('s');
  await page.keyboard.press('y');
  await camera.take(page, 'case-media-shown');
  await page.keyboard.press('s');
  await page.keyboard.press('y');

  const [talk] = await at.rows(
    `SELECT conversation_id AS id, MIN(user_id) AS about FROM community_demo.messages
     WHERE conversation_id NOT IN (SELECT subject_id FROM caretaker.report_case WHERE subject_kind = 'conversation')
     GROUP BY 1 HAVING COUNT(*) > 12 ORDER BY COUNT(*) DESC, 1 LIMIT 1`,
  );
  const about = { about: Number(talk?.about), reason: 'underage', note: 'Says they are fifteen' };
  await show(at, await reported(at, 'conversation', { on: ['Conversation', Number(talk?.id)], ...about }));
  await camera.take(page, 'case-conversation');
  const member = await someone(at, 'avatar_url IS NOT NULL');
  await show(at, await reported(at, 'member', { on: ['User', member], reason: 'impersonation' }));
  await camera.take(page, 'case-member');
  return threat;
}

/** What became of what was reported, and media that do not come. */
async function evidence(at: Ground): Promise<void> {
  const { page, camera, rows } = at;
  const { id, caseId } = await statusCase(
    at,
    'Meet me at the old mill on Sunday, and come alone. Bring the pictures.',
  );
  const edit = (body: string) =>
    rows('UPDATE community_demo.statuses SET body = ?, updated_at = UTC_TIMESTAMP(6) WHERE id = ?', [
      body,
      id,
    ]);
  await edit('Meet me at the station on Sunday, and bring a friend. Bring the pictures.');
  await at.report({ on: ['Status', id], by: 41, about: 2, reason: 'harassment' });
  await until(async () => (await at.evidenceOf(caseId)).length === 2);
  await edit('Meet me at the station on Monday. Bring cake.');
  const shown = await show(at, caseId);
  await shown.getByText('Changed since it was kept').waitFor();
  await camera.take(page, 'case-edited');
  await rows('DELETE FROM community_demo.statuses WHERE id = ?', [id]);
  await show(at, caseId);
  await shown.getByText('Removed since').waitFor();
  await camera.take(page, 'case-removed');

  const [photo] = await rows(
    `SELECT id, user_id FROM community_demo.photos WHERE id NOT IN (
       SELECT subject_id FROM caretaker.report_case WHERE subject_kind = 'photo') ORDER BY id DESC LIMIT 1`,
  );
  await rows("UPDATE community_demo.photos SET image_url = 'https://elsewhere.example/1.jpg' WHERE id = ?", [
    photo?.id,
  ]);
  const elsewhere = {
    on: ['Photo', Number(photo?.id)] as const,
    about: Number(photo?.user_id),
    reason: 'nudity',
  };
  const without = await show(at, await reported(at, 'photo', elsewhere));
  await without.getByRole('figure').getByRole('alert').waitFor();
  await camera.take(page, 'case-media-missing');
}

/** Whose a case is: the person's own, about to lapse, a colleague's, on hold, escalated. */
async function claims(at: Ground): Promise<void> {
  const { page, camera, rows } = at;
  const { caseId } = await statusCase(at, 'Buy two, get three. Link in my profile.');
  const shown = await show(at, caseId);
  const claim = shown.getByRole('region', { name: 'Claim', exact: true });
  await page.keyboard.press('c');
  await claim.getByText('Yours').waitFor();
  const claimed = (change: string) =>
    rows(`UPDATE caretaker.report_case SET ${change}, version = version + 1 WHERE id = ?`, [caseId]);
  await claimed('claimed_until = UTC_TIMESTAMP(6) + INTERVAL 115 SECOND');
  // Kept from being renewed while the pictures are taken.
  await rows('START TRANSACTION');
  await rows('SELECT id FROM caretaker.report_case WHERE id = ? FOR UPDATE', [caseId]);
  await shown.getByText(/lapses in less than two minutes/).waitFor({ state: 'attached' });
  await camera.take(page, 'case-lapsing');
  await rows('ROLLBACK');
  await claim.getByText(/ 9:\d\d left/).waitFor();
  await page.keyboard.press('o');
  await page.getByRole('dialog').getByLabel('Note').fill('You know this member from the summer.');
  await camera.take(page, 'case-hand-over');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('h');
  await page.getByRole('dialog').getByLabel('What it waits for').focus();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Write what it waits for').waitFor();
  await camera.take(page, 'case-hold');
  await page.keyboard.type('An answer of the police');
  await page.keyboard.press('Control+Enter');
  await claim.getByText('On hold').waitFor();
  await camera.take(page, 'case-held');
  await page.keyboard.press('h');
  await claim.getByText('Nobody’s').waitFor();

  const [ada] = await rows("SELECT user FROM caretaker.staff WHERE display_name = 'Ada Moreau'");
  await rows(
    `INSERT INTO caretaker.looking (subject_kind, subject_id, user, writing, seen_at)
     VALUES ('case', ?, ?, 1, UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE)`,
    [caseId, ada?.user],
  );
  await rows(
    `UPDATE caretaker.report_case SET holder = ?, claimed_until = UTC_TIMESTAMP(6) + INTERVAL 9 MINUTE WHERE id = ?`,
    [ada?.user, caseId],
  );
  await show(at, caseId);
  await shown.getByText('is writing a decision').waitFor();
  await camera.take(page, 'case-taken');
  await claimed('holder = NULL');
}

/** From the digit that asks first to the form, what it lacks, what changed meanwhile, and what was done. */
async function deciding(at: Ground, threat: string): Promise<void> {
  const { page, camera, rows } = at;
  const shown = await show(at, threat);
  await page.keyboard.press('7');
  await shown.getByRole('region', { name: /what will happen$/ }).waitFor();
  await camera.take(page, 'case-asks');
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Reason' }).focus();
  await page.keyboard.press('Control+Enter');
  await sheet.getByText('Say why, in at least three letters').waitFor();
  await camera.take(page, 'case-form-missing');
  for (const action of ['Hide', 'Suspend'])
    await sheet.getByRole('checkbox', { name: action, exact: true }).check();
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Says where she sits on Sundays');
  await sheet.getByRole('button', { name: 'Change the words' }).first().click();
  await sheet
    .getByRole('textbox', { name: 'Words: Tell the author' })
    .fill(
      'Hello {nickname}, {subject} broke our rule: {rule} {outcome}. Write to {who can help} if you disagree.',
    );
  await sheet
    .getByText(/suspended until/)
    .first()
    .waitFor();
  await camera.take(page, 'case-form');
  await rows(
    `INSERT INTO caretaker.report_event (case_id, actor, kind, by_job, detail) VALUES (?, 'caretaker', 'joined', 1, '{"reports":2}')`,
    [threat],
  );
  await rows('UPDATE caretaker.report_case SET version = version + 1 WHERE id = ?', [threat]);
  await sheet.getByText('The case changed while you were writing.').waitFor();
  await camera.take(page, 'case-changed');
  await sheet.getByRole('button', { name: 'I have looked, go on' }).click();
  await sheet.getByRole('textbox', { name: 'who can help' }).fill('help@example.org');
  await page.keyboard.press('Control+Enter');
  await shown.getByText('This case is done').waitFor();
  await camera.take(page, 'case-done');
  await page.keyboard.press('z');
  await shown.getByRole('list', { name: 'Decisions on the digits' }).waitFor();
  await camera.take(page, 'case-undone');
  await page.keyboard.press('9');
  await shown.getByText('Escalated to the administrators').waitFor();
  await camera.take(page, 'case-escalated');
}

async function missing({ page, goTo, camera }: Ground): Promise<void> {
  await goTo('/reports?case=999999999');
  await page.getByText('There is no case 999999999.').waitFor();
  await camera.take(page, 'case-none');
}

/** A comment among others on a photo, reported by many, of someone with several accounts, sanctions and cases. */
async function threatOnAPhoto(at: Ground): Promise<string> {
  const { rows } = at;
  const author = await someone(
    at,
    `id IN (SELECT user_id FROM community_demo.logins WHERE device_id = (
       SELECT device_id FROM community_demo.logins WHERE device_id IS NOT NULL GROUP BY device_id
       HAVING COUNT(DISTINCT user_id) BETWEEN 4 AND 9 ORDER BY COUNT(DISTINCT user_id) DESC, device_id LIMIT 1))`,
  );
  await rows('UPDATE community_demo.users SET muted_until = UTC_TIMESTAMP(6) + INTERVAL 2 DAY WHERE id = ?', [
    author,
  ]);
  const [photo] = await rows(
    `SELECT commentable_id AS id FROM community_demo.comments WHERE commentable_type = 'Photo'
     GROUP BY 1 HAVING COUNT(*) > 6 ORDER BY 1 LIMIT 1`,
  );
  const id = await inserted(
    at,
    `INSERT INTO community_demo.comments (user_id, commentable_type, commentable_id, body, created_at, updated_at)
     VALUES (?, 'Photo', ?, ?, UTC_TIMESTAMP(), UTC_TIMESTAMP())`,
    [
      author,
      photo?.id,
      'Nobody wants you here. Go back where you came from, or someone will help you along. I know which café you sit in on Sundays.',
    ],
  );
  for (const [index, reason] of [
    'harassment',
    'harassment',
    'threat of violence',
    'bullying',
    'harassment',
    'hate',
    'harassment',
  ].entries()) {
    await rows(
      `INSERT INTO caretaker.reporter (member_id, right_count, wrong_count) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE right_count = VALUES(right_count)`,
      [31 + index, index * 2, index % 3],
    );
    await at.report({
      on: ['Comment', id],
      by: 31 + index,
      about: author,
      reason,
      note: index === 2 ? 'She writes this under every photo of mine, and now she knows where I go.' : null,
      minutesAgo: 300 - 40 * index,
    });
  }
  await reported(at, 'member', { on: ['User', author], reason: 'impersonation', minutesAgo: 3000 });
  return waitForCase(at, 'comment', id);
}

async function statusCase(at: Ground, body: string): Promise<{ id: number; caseId: string }> {
  const author = await someone(at, '1');
  const id = await inserted(
    at,
    `INSERT INTO community_demo.statuses (user_id, body, created_at, updated_at)
     VALUES (?, ?, '2026-09-20 10:00:00', '2026-09-20 10:00:00')`,
    [author, body],
  );
  return { id, caseId: await reported(at, 'status', { on: ['Status', id], about: author, by: 40 }) };
}

/** Someone with nothing against them whom no case is about. */
async function someone({ rows }: Ground, condition: string): Promise<number> {
  const [row] = await rows(
    `SELECT id FROM community_demo.users WHERE status = 'active' AND muted_until IS NULL AND id > 60 AND ${condition}
       AND id NOT IN (SELECT author_id FROM caretaker.report_case WHERE author_id IS NOT NULL) ORDER BY id LIMIT 1`,
  );
  return Number(row?.id);
}

async function inserted({ rows }: Ground, statement: string, values: unknown[]): Promise<number> {
  const done = (await rows(statement, values)) as unknown as ResultSetHeader;
  return done.insertId;
}

/** Reports something, and waits until the console has read that. */
async function reported(at: Ground, kind: string, report: NewReport): Promise<string> {
  await at.report({ minutesAgo: 30, ...report });
  return waitForCase(at, kind, report.on[1]);
}

async function waitForCase(at: Ground, kind: string, id: number): Promise<string> {
  await until(async () => (await at.casesOf(kind, id)).length > 0);
  return String((await at.caseOf(kind, id)).id);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waits = 0; !(await holds()); waits++) {
    if (waits > 300) throw new Error('The console does not read what members report.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function show({ page, goTo }: Ground, caseId: string): Promise<Locator> {
  await goTo(`/reports?case=${caseId}`);
  const shown = page.getByRole('region', { name: `Case ${caseId}`, exact: true });
  await settled(page, shown);
  return shown;
}

/** Resolves when the case, what can be decided, and who else its author may be are there. */
async function settled(page: Page, shown: Locator): Promise<void> {
  await shown.getByRole('region', { name: 'History' }).waitFor();
  await shown
    .getByRole('list', { name: 'Decisions on the digits' })
    .or(shown.getByText('This case is done'))
    .waitFor();
  await shown.getByText('Looking…').waitFor({ state: 'detached' });
  await page.getByRole('grid').first().waitFor({ state: 'attached' });
}
