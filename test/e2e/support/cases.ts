import { expect, type Locator, type Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { readAllReports } from '../../../src/core/reports/intake/job.ts';
import type { Community } from '../../support/community.ts';
import { type NewReport, reporting } from '../../support/reporting.ts';
import type { Desk } from './desk.ts';

/** What members of a community report, and the cases that come of it. */
export function casesIn(town: Community) {
  const { report, rows } = reporting(town);

  return {
    rows,
    report,

    /** Reads what was reported so far, as a console does by itself every few seconds. */
    async read(): Promise<void> {
      const reader = await town.signIn('moderator');
      await readAllReports(reader);
      // Closed at once: an account may hold only so many connections.
      await reader.database.close();
    },

    /** Some text that a member wrote and nobody has reported. */
    async status(body: string): Promise<{ id: number; author: number }> {
      const author = await this.member();
      await rows(
        `INSERT INTO community_demo.statuses (user_id, body, created_at, updated_at)
         VALUES (?, ?, '2026-09-20 10:00:00', '2026-09-20 10:00:00')`,
        [author, body],
      );
      const [row] = await rows('SELECT LAST_INSERT_ID() AS id');
      return { id: Number(row?.id), author };
    },

    /** Someone with nothing against them whom no case is about. */
    async member(): Promise<number> {
      const [row] = await rows(
        `SELECT id FROM caretaker_site.member WHERE status = 'active' AND id > 50
           AND id NOT IN (SELECT author_id FROM caretaker.report_case WHERE author_id IS NOT NULL)
           AND id NOT IN (SELECT user_id FROM community_demo.statuses WHERE created_at = '2026-09-20 10:00:00')
         ORDER BY id LIMIT 1`,
      );
      return Number(row?.id);
    },

    /** A case about a text of its own, reported once unless said otherwise. */
    async about(
      body: string,
      o: Partial<NewReport> & { times?: number } = {},
    ): Promise<{ caseId: string; contentId: number; author: number }> {
      const { id, author } = await this.status(body);
      for (let by = 0; by < (o.times ?? 1); by++) {
        await report({ by: 1 + by, minutesAgo: 90 - by, ...o, on: ['Status', id], about: author });
      }
      await this.read();
      return { caseId: await this.caseOf('status', id), contentId: id, author };
    },

    /** The newest case of a subject. */
    async caseOf(kind: string, id: number): Promise<string> {
      const [row] = await rows(
        'SELECT id FROM caretaker.report_case WHERE subject_kind = ? AND subject_id = ? ORDER BY id DESC LIMIT 1',
        [kind, id],
      );
      if (row === undefined) throw new Error(`no case is about ${kind} ${id}`);
      return String(row.id);
    },

    async row(caseId: string): Promise<RowDataPacket> {
      const [row] = await rows('SELECT * FROM caretaker.report_case WHERE id = ?', [caseId]);
      if (row === undefined) throw new Error(`there is no case ${caseId}`);
      return row;
    },

    async decisionsOf(caseId: string): Promise<RowDataPacket[]> {
      return rows('SELECT * FROM caretaker.report_decision WHERE case_id = ? ORDER BY id', [caseId]);
    },
  };
}

/** Goes to a case by address, and waits until it can be decided, or is. */
export async function openCase(desk: Desk, caseId: string, page = desk.page): Promise<Locator> {
  await desk.goTo(`/reports?case=${caseId}`, page);
  const shown = caseView(page, caseId);
  await expect(shown.getByRole('region', { name: 'History' })).toBeVisible();
  await expect(digits(shown).or(shown.getByText('This case is done'))).toBeVisible();
  return shown;
}

/** One case, wherever it is shown. */
export function caseView(page: Page, caseId: string): Locator {
  return page.getByRole('region', { name: `Case ${caseId}`, exact: true });
}

/** The decisions on the digits. */
export function digits(shown: Locator): Locator {
  return shown.getByRole('list', { name: 'Decisions on the digits' });
}

/** Whose the case is, in words. */
export function claimOf(shown: Locator): Locator {
  return shown.getByRole('region', { name: 'Claim', exact: true });
}
