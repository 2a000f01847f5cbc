import { expect, type Locator, type Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import type { Role } from '../../../src/contract/roles.ts';
import { readAllReports } from '../../../src/core/reports/intake/job.ts';
import type { Community } from '../../support/community.ts';
import { type NewReport, reporting } from '../../support/reporting.ts';
import type { Desk } from './desk.ts';
import { column } from './members.ts';
import { colleague, firstPassword, signInAs } from './staff.ts';

/** What a test needs of a report; the rest is as usual. */
export type Reported = Partial<Omit<NewReport, 'on' | 'about'>>;

/**
 * Has members report statuses of the town, a status each, and the intake read them; gives the cases in the order of the
 * queue. None is about a status that an earlier call was about.
 */
export async function openCases(town: Community, reports: readonly Reported[]): Promise<string[]> {
  const [statuses] = await town.sql.query<RowDataPacket[]>(
    `SELECT id, user_id FROM community_demo.statuses WHERE hidden_at IS NULL AND id NOT IN (
       SELECT reportable_id FROM community_demo.reports WHERE reportable_type = 'Status'
     ) ORDER BY id LIMIT ?`,
    [reports.length],
  );
  const { report } = reporting(town);
  const ids = statuses.map(({ id }) => Number(id));
  for (const [index, more] of reports.entries()) {
    const status = statuses[index];
    await report({
      on: ['Status', Number(status?.id)],
      about: Number(status?.user_id),
      by: 200 + index,
      ...more,
    });
  }
  await intake(town);
  return column(
    town,
    `SELECT id FROM caretaker.report_case WHERE subject_kind = 'status' AND subject_id IN (?)
     ORDER BY score DESC, id`,
    [ids],
  );
}

/** Reads what members reported, as a console does every few seconds. */
export async function intake(town: Community): Promise<void> {
  const { database, site } = await town.signIn('moderator');
  await readAllReports({ database, site });
  await database.close();
}

/** The rows of the queue that are drawn. */
export function caseRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Cases' }).locator('tbody').getByRole('row');
}

/** The row of a case, by the box that selects it. */
export function caseRow(page: Page, id: string): Locator {
  return caseRows(page).filter({
    has: page.getByRole('checkbox', { name: `Select case ${id}`, exact: true }),
  });
}

/** The numbers of the cases that are drawn, in their order. */
export async function shownCases(page: Page): Promise<string[]> {
  const boxes = caseRows(page).getByRole('checkbox');
  const labels = await boxes.evaluateAll((all) => all.map((box) => box.getAttribute('aria-label') ?? ''));
  return labels.map((label) => label.replace('Select case ', ''));
}

/** The page of one case. */
export function casePane(page: Page, id: string): Locator {
  return page.getByRole('region', { name: `Case ${id}`, exact: true });
}

/** The number of the case that is open. */
export async function openCaseId(page: Page): Promise<string> {
  await expect(page).toHaveURL(/[?&]case=\d+/);
  return new URL(page.url()).searchParams.get('case') ?? '';
}

/** Signs in someone of the test’s own of that role, and waits until their console is there. */
export async function signInColleague(
  desk: Desk,
  town: Community,
  role: Role,
): Promise<{ user: string; name: string }> {
  const person = await colleague(town, role);
  await signInAs(desk.page, person.user, firstPassword);
  await expect(desk.page.getByRole('complementary', { name: 'Console' })).toContainText(person.name);
  return person;
}

/** Of cases, what the database has. */
export async function casesNow({ sql }: Community, ids: readonly string[]): Promise<RowDataPacket[]> {
  const [rows] = await sql.query<RowDataPacket[]>(
    'SELECT id, state, holder, outcome FROM caretaker.report_case WHERE id IN (?) ORDER BY id',
    [ids],
  );
  return rows;
}
