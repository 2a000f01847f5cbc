import type { Page } from '@playwright/test';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { rootConnection } from '../../test/support/community.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** Goes through the states of one member's page, signed in as a community manager, and takes each. */
export async function memberStates(stage: Stage, camera: Camera): Promise<void> {
  const { server } = stage.demo;
  const sql = await rootConnection({ host: server.host, port: server.port, ...server.root });
  try {
    await ring(stage, camera, sql);
    await decision(stage, camera, sql);
    await context(stage, camera, sql);
  } finally {
    await sql.end();
  }
}

/** An account of one person who has several. */
async function ring({ page, goTo }: Stage, camera: Camera, sql: Connection): Promise<void> {
  const id = await idOf(
    sql,
    `SELECT user_id AS id FROM community_demo.logins WHERE device_id = (
       SELECT device_id FROM community_demo.logins WHERE device_id IS NOT NULL GROUP BY device_id
       HAVING COUNT(DISTINCT user_id) BETWEEN 4 AND 9 ORDER BY COUNT(DISTINCT user_id) DESC, device_id LIMIT 1
     ) ORDER BY id LIMIT 1`,
  );
  await goTo(`/members?q=${id}&id=${id}`);
  const linked = page.getByRole('region', { name: 'Linked accounts' });
  await linked.scrollIntoViewIfNeeded();
  await linked.getByRole('listitem').first().waitFor();
  await page.getByRole('button', { name: /^Show the e-mail/ }).click();
  await page.getByRole('button', { name: /^Show the IP addresses/ }).click();
  await page.getByRole('region', { name: 'IP addresses' }).getByRole('link').first().waitFor();
  await linked.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await camera.take(page, 'member-linked');
}

/** From the form to what is in force, noted and decided. */
async function decision({ page, goTo }: Stage, camera: Camera, sql: Connection): Promise<void> {
  const id = await idOf(
    sql,
    `SELECT shown.id FROM (
       SELECT id FROM caretaker_site.member WHERE nickname LIKE 'ka%' AND status = 'active' ORDER BY id DESC LIMIT 40
     ) AS shown LEFT JOIN community_demo.statuses ON user_id = shown.id
     GROUP BY shown.id ORDER BY COUNT(user_id) DESC, shown.id LIMIT 1`,
  );
  await goTo(`/members?q=ka&id=${id}`);
  await page.getByRole('toolbar', { name: 'Actions' }).waitFor();
  await note(page, 'Was warned by mail in spring, and answered politely. See ticket 1204.');
  await note(page, 'Always ask Ada before a ban: works for the team’s own event.');
  const notes = page.getByRole('region', { name: 'Notes' });
  await notes.getByRole('button', { name: 'Pin the note on top' }).first().click();
  await notes.getByRole('button', { name: 'Unpin the note' }).waitFor();
  await page.keyboard.press('a');
  await page.keyboard.press('s');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Harassment' }).click();
  await sheet.getByRole('radio', { name: '7 d' }).check();
  await sheet.getByText(/suspended for 7 days/).waitFor();
  await camera.take(page, 'member-decision');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('region', { name: 'Sanctions in force' }).waitFor();
  await page.getByRole('region', { name: 'Decisions' }).getByRole('listitem').first().waitFor();
  await camera.take(page, 'member-decided');
  await page.getByRole('button', { name: 'Undo: Suspended' }).click();
  await page.getByRole('region', { name: 'Sanctions in force' }).waitFor({ state: 'detached' });
  // As it was, so that the next run finds it so.
  for (let left = 2; left > 0; left--) {
    await notes.getByRole('button', { name: 'Remove the note' }).first().click();
    await notes
      .getByRole('listitem')
      .nth(left - 1)
      .waitFor({ state: 'detached' });
  }
}

/** A comment among its neighbours. */
async function context({ page, goTo }: Stage, camera: Camera, sql: Connection): Promise<void> {
  const id = await idOf(
    sql,
    `SELECT user_id AS id FROM community_demo.comments WHERE id > (SELECT MAX(id) - 500 FROM community_demo.comments)
     GROUP BY user_id ORDER BY COUNT(*) DESC, user_id LIMIT 1`,
  );
  await goTo(`/members?id=${id}&history=content`);
  await page
    .getByRole('button', { name: /^In context: comment/ })
    .first()
    .click();
  await page.getByRole('article', { name: 'What you opened' }).waitFor();
  await camera.take(page, 'member-context');
  await page.keyboard.press('Escape');
}

async function note(page: Page, body: string): Promise<void> {
  const notes = page.getByRole('region', { name: 'Notes' });
  await notes.getByRole('textbox', { name: /^Write a note/ }).fill(body);
  await page.keyboard.press('Control+Enter');
  await notes.getByRole('listitem').filter({ hasText: body }).waitFor();
}

async function idOf(sql: Connection, statement: string): Promise<string> {
  const [[row]] = await sql.query<RowDataPacket[]>(statement);
  return String(row?.id);
}
