import type { Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { readMigrations } from '../../src/core/database/migrations.ts';
import { rootConnection } from '../../test/support/community.ts';
import type { Camera } from './camera.ts';
import { caseStates } from './case-states.ts';
import { deskRules } from './desk-rules-states.ts';
import { listStates } from './list-states.ts';
import { memberStates } from './member-states.ts';
import { chartStates } from './metrics-charts-states.ts';
import { headroomStates } from './metrics-headroom-states.ts';
import { lockStates } from './metrics-locks-states.ts';
import { prometheusStates } from './metrics-prometheus-states.ts';
import { signalStates } from './metrics-signals-states.ts';
import { statementStates } from './metrics-statements-states.ts';
import { trafficStates } from './metrics-traffic-states.ts';
import { queueStates } from './queue-states.ts';
import { rules } from './rules-states.ts';
import { settings } from './settings-states.ts';
import type { Stage } from './stage.ts';
import { ticketListStates } from './ticket-list-states.ts';
import { ticketStates } from './ticket-states.ts';

/** Goes through every screen and state of the console, and takes each. */
export async function takeAll(stage: Stage, camera: Camera): Promise<void> {
  await signIn(stage, camera);
  await update(stage, camera);
  await members(stage, camera);
  await memberStates(stage, camera);
  await queueStates(stage, camera);
  await caseStates(stage, camera);
  await tickets(stage, camera);
  await metrics(stage, camera);
  await record(stage, camera);
  await settings(stage, camera);
  await rules(stage, camera);
  await deskRules(stage, camera);
  await lockStates(stage, camera);
  await over(stage, camera);
  await turnedAway(stage, camera);
  await trouble(stage, camera);
}

async function signIn({ page, demo }: Stage, camera: Camera): Promise<void> {
  await person(page, 'Mara Lindqvist').waitFor();
  await camera.take(page, 'sign-in');
  await page.getByText('Sign in with another account').click();
  await page.getByLabel('User').fill(demo.people[0]?.user ?? '');
  await page.getByLabel('Password', { exact: true }).fill('not this one');
  await page.keyboard.press('Enter');
  await page.getByText('unknown account or wrong password').waitFor();
  await camera.take(page, 'sign-in-refused');
  await page.getByRole('button', { name: 'Add a connection' }).click();
  await camera.take(page, 'connection');
  await page.getByLabel('Host').fill('db.example.org');
  await page.getByLabel('Certificate authority').fill('this is none');
  await page.getByLabel('Read from a replica').check({ force: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Give it a name').waitFor();
  await camera.take(page, 'connection-errors');
  await page.keyboard.press('Escape');
}

/** With someone of support at the console, and back to whom was there before. */
async function tickets(stage: Stage, camera: Camera): Promise<void> {
  await become(stage.page, 'Sam Okafor');
  await ticketListStates(stage, camera);
  await ticketStates(stage, camera);
  await become(stage.page, 'Mara Lindqvist');
}

/** As it is after an update of Caretaker: the last migration is taken for unfinished, and put right again. */
async function update({ page, demo }: Stage, camera: Camera): Promise<void> {
  const last = readMigrations().at(-1)?.id;
  const sql = await rootConnection({ host: demo.server.host, port: demo.server.port, ...demo.server.root });
  const mark = (finished: string) =>
    sql.query(`UPDATE caretaker.migration SET finished_at = ${finished} WHERE id = ?`, [last]);
  await mark('NULL');
  try {
    await person(page, 'Ada Moreau').click();
    await page.getByRole('button', { name: 'Apply and sign in' }).waitFor();
    await camera.take(page, 'update-admin');
    await page.getByRole('button', { name: 'Not now' }).click();
    await person(page, 'Mara Lindqvist').click();
    await page.getByRole('button', { name: 'Back' }).waitFor();
    await camera.take(page, 'update-others');
    await page.getByRole('button', { name: 'Back' }).click();
  } finally {
    await mark('UTC_TIMESTAMP(6)');
    await sql.end();
  }
}

async function members(stage: Stage, camera: Camera): Promise<void> {
  const { page } = stage;
  await person(page, 'Mara Lindqvist').click();
  await page.getByRole('link', { name: 'Members' }).click();
  await listStates(stage, camera);
  await stage.goTo(`/members?q=ma&id=${await someoneWhoWrites(stage)}`);
  await history(page);
  await camera.take(page, 'member');
  await page.getByRole('button', { name: 'Writings' }).click();
  await history(page);
  await camera.take(page, 'member-writings');
  await stage.goTo('/members?q=zzqqxx&id=999999999');
  await page.getByText('no member with the id 999999999').waitFor();
  await camera.take(page, 'member-none');
}

/** Of those at the top of the search for `ma`, the one who has most to show. */
async function someoneWhoWrites({ demo }: Stage): Promise<string> {
  const sql = await rootConnection({ host: demo.server.host, port: demo.server.port, ...demo.server.root });
  const [rows] = await sql.query<RowDataPacket[]>(
    `SELECT shown.id FROM (
       SELECT id FROM community_demo.users WHERE nickname LIKE 'ma%' ORDER BY nickname, id LIMIT 18
     ) AS shown LEFT JOIN community_demo.statuses ON user_id = shown.id
     GROUP BY shown.id ORDER BY COUNT(user_id) DESC, shown.id LIMIT 1`,
  );
  await sql.end();
  return String(rows[0]?.id);
}

/** With a CTO at the console, and back to whom was there before. */
async function metrics(stage: Stage, camera: Camera): Promise<void> {
  await become(stage.page, 'Inês Duarte');
  await trafficStates(stage, camera);
  await chartStates(stage, camera);
  await statementStates(stage, camera);
  await signalStates(stage, camera);
  await headroomStates(stage, camera);
  await prometheusStates(stage, camera);
  await become(stage.page, 'Mara Lindqvist');
}

async function record(stage: Stage, camera: Camera): Promise<void> {
  const { page } = stage;
  await stage.goTo('/record');
  await page.getByRole('heading', { name: 'Your record' }).waitFor();
  await page.getByRole('row', { name: 'Signed in' }).first().waitFor();
  await camera.take(page, 'record-own');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await person(page, 'Ada Moreau').click();
  await page.getByRole('row', { name: 'Signed in' }).first().waitFor();
  await camera.take(page, 'record');
  await page.getByRole('row', { name: 'Signed in' }).first().click();
  await page.getByRole('region', { name: /^Entry \d+$/ }).waitFor();
  await camera.take(page, 'record-entry');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await page.getByText(/^Exported \d+ row/).waitFor();
  await camera.take(page, 'record-exported');
  await stage.goTo('/record?from=2020-01-01&until=2020-01-01');
  await page.getByText('Nothing in the record fits these filters').waitFor();
  await camera.take(page, 'record-none');
  await stage.goTo('/nowhere');
  await page.getByText('There is no such place in Caretaker').waitFor();
  await camera.take(page, 'no-such-place');
}

async function over(stage: Stage, camera: Camera): Promise<void> {
  const { page } = stage;
  await stage.goTo('/members');
  await page.getByText('All members, newest first').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').waitFor();
  await camera.take(page, 'palette');
  await page.getByRole('dialog').getByRole('textbox').fill('ma');
  await page.getByRole('dialog').getByText('members found').waitFor({ state: 'attached' });
  await camera.take(page, 'palette-found');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await camera.take(page, 'keys');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await person(page, 'Inês Duarte').click();
  await stage.goTo('/members');
  await page.getByText('Your role does not read members').waitFor();
  await camera.take(page, 'forbidden');
  await stage.goTo('/reports');
  await page.getByText('Your role does not work through reports').waitFor();
  await camera.take(page, 'queue-forbidden');
}

/** The link of this start, in a browser that comes second. */
async function turnedAway({ browser, host }: Stage, camera: Camera): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(host.url);
  await page.getByRole('heading', { name: /already used/ }).waitFor();
  await camera.take(page, 'link-used-before');
  await context.close();
}

/** Last, because nothing works after it: the database is killed, then the service stopped. */
async function trouble(stage: Stage, camera: Camera): Promise<void> {
  const { page, demo, host } = stage;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await person(page, 'Sam Okafor').click();
  await stage.goTo('/members?q=ma');
  await page.getByRole('row', { name: /^ma/i }).first().click();
  await history(page);
  demo.server.kill();
  await page.getByText(/^Database not answering since/).waitFor();
  await camera.take(page, 'database-lost');
  await page.reload();
  await page.getByText('Waiting for an answer to show members').waitFor();
  await camera.take(page, 'database-awaited');
  await host.stop();
  await page.getByText(/^Caretaker’s own service does not answer since/).waitFor();
  await camera.take(page, 'service-lost');
}

async function become(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await person(page, name).click();
  await page.getByRole('complementary', { name: 'Console' }).waitFor();
}

function person(page: Page, name: string) {
  return page.getByRole('button', { name });
}

async function history(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'History' }).getByRole('listitem').first().waitFor();
}
