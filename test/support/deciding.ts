import { randomUUID } from 'node:crypto';
import type { RowDataPacket } from 'mysql2/promise';
import type { CaseAction } from '../../src/contract/reports/decisions.ts';
import { CaseDecision } from '../../src/contract/reports/decisions.ts';
import { CaseId } from '../../src/contract/reports/values.ts';
import type { EntryId, MemberId } from '../../src/contract/values.ts';
import { createLog } from '../../src/core/log.ts';
import { deliverOutbox } from '../../src/core/outbox/deliver.ts';
import { decide } from '../../src/core/reports/decisions/decide/decide.ts';
import { decisionsOf } from '../../src/core/reports/decisions/decided.ts';
import { undo } from '../../src/core/reports/decisions/undo/undo.ts';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { acting } from './acting.ts';
import type { Community } from './community.ts';
import { reporting } from './reporting.ts';

const log = createLog({ level: 'silent' });
/** Of the policies that a community begins with; it allows everything. */
export const spam = '7';

/** A decision with what the test does not care about filled in. */
export function caseDecision(
  actions: CaseAction['kind'] | readonly CaseAction[],
  o: Partial<CaseDecision> = {},
): CaseDecision {
  return CaseDecision.parse({
    policyId: spam,
    actions: typeof actions === 'string' ? [{ kind: actions, until: null }] : actions,
    reason: 'Advertises a shop everywhere',
    ...o,
  });
}

/** A case that members' reports opened. */
export interface Opened {
  readonly caseId: CaseId;
  readonly author: MemberId;
  readonly photo: string;
  readonly reporters: readonly MemberId[];
}

/** What a test of decisions does and looks at, each on a photo and an author of its own. */
export function deciding(town: Community, intake: SignedIn) {
  const at = acting(town);
  const { rows, report } = reporting(town);

  async function photoOf(author: MemberId): Promise<string> {
    const [made] = await town.sql.query(
      `INSERT INTO community_demo.photos (user_id, caption, image_url, created_at, updated_at)
       VALUES (?, 'Buy it here', 'https://media.community.example/1.jpg', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [author],
    );
    return String((made as { insertId: number }).insertId);
  }

  const row = async (caseId: CaseId): Promise<RowDataPacket> => {
    const [found] = await rows('SELECT * FROM caretaker.report_case WHERE id = ?', [caseId]);
    if (!found) throw new Error(`there is no case ${caseId}`);
    return found;
  };

  return {
    ...at,
    row,
    photosOf: async (author: MemberId, count: number): Promise<string[]> => {
      const photos: string[] = [];
      while (photos.length < count) photos.push(await photoOf(author));
      return photos;
    },
    photoOf,
    /** Cases about photos of one author, each reported by all of these. */
    async reportedBy(
      author: MemberId,
      photos: readonly string[],
      reporters: readonly MemberId[],
    ): Promise<CaseId[]> {
      for (const photo of photos)
        for (const by of reporters)
          await report({ on: ['Photo', Number(photo)], by: Number(by), about: Number(author) });
      await readAllReports(intake);
      const found = await rows<{ id: string }>(
        "SELECT id FROM caretaker.report_case WHERE subject_kind = 'photo' AND subject_id IN (?) ORDER BY id",
        [photos],
      );
      return found.map(({ id }) => CaseId.parse(id));
    },
    /** Reports on one photo, each by another member, and the case of them. */
    async open(o: { reporters?: number; reason?: string; photo?: string } = {}): Promise<Opened> {
      const author = await at.someone();
      return this.reported(author, o.photo ?? (await photoOf(author)), o);
    },
    async reported(
      author: MemberId,
      photo: string,
      o: { reporters?: number; reason?: string } = {},
    ): Promise<Opened> {
      const reporters = await at.several(o.reporters ?? 1);
      for (const by of reporters)
        await report({
          on: ['Photo', Number(photo)],
          by: Number(by),
          about: Number(author),
          reason: o.reason ?? 'spam',
        });
      await readAllReports(intake);
      const [found] = await rows(
        "SELECT id FROM caretaker.report_case WHERE subject_kind = 'photo' AND subject_id = ? ORDER BY id DESC LIMIT 1",
        [photo],
      );
      return { caseId: CaseId.parse(String(found?.id)), author, photo, reporters };
    },
    /** A case about a member’s own page. */
    async openOnMember(): Promise<Omit<Opened, 'photo'>> {
      const [author, by] = await at.several(2);
      if (!author || !by) throw new Error('too few members');
      await report({ on: ['User', Number(author)], by: Number(by), about: Number(author) });
      await readAllReports(intake);
      const [found] = await rows(
        "SELECT id FROM caretaker.report_case WHERE subject_kind = 'member' AND subject_id = ?",
        [author],
      );
      return { caseId: CaseId.parse(String(found?.id)), author, reporters: [by] };
    },
    /** Looks at the case, then decides. */
    async decide(
      who: SignedIn,
      caseId: CaseId,
      decision: CaseDecision | CaseAction['kind'],
    ): Promise<EntryId> {
      const { version } = await row(caseId);
      const { decisionId } = await decide(who, {
        requestId: randomUUID(),
        caseId,
        seenVersion: Number(version),
        decision: typeof decision === 'string' ? caseDecision(decision) : decision,
      });
      return decisionId;
    },
    undo: (who: SignedIn, decisionId: EntryId) => undo(who, { requestId: randomUUID(), decisionId }),
    allDecided: (who: SignedIn, caseId: CaseId) => decisionsOf(who, caseId, undefined),
    async decided(who: SignedIn, caseId: CaseId, decisionId: EntryId) {
      const found = (await decisionsOf(who, caseId, undefined)).find((it) => it.id === decisionId);
      if (!found) throw new Error(`no decision ${decisionId}`);
      return found;
    },
    photo: async (id: string) =>
      (await rows('SELECT * FROM community_demo.photos WHERE id = ?', [id]))[0] as RowDataPacket,
    contentActions: (id: string) =>
      rows<{ action: string; actor: string; reason: string }>(
        "SELECT action, actor, reason FROM community_demo.moderation_actions WHERE subject_type = 'photo' AND subject_id = ? ORDER BY id",
        [id],
      ),
    async events(caseId: CaseId) {
      const found = await rows('SELECT * FROM caretaker.report_event WHERE case_id = ? ORDER BY id', [
        caseId,
      ]);
      return found.map((it) => ({
        kind: String(it.kind),
        actor: String(it.actor),
        detail: JSON.parse(it.detail),
      }));
    },
    async caseRecord(caseId: CaseId) {
      const found = await rows(
        "SELECT * FROM caretaker_audit.entry WHERE subject_kind = 'case' AND subject_id = ? ORDER BY id",
        [caseId],
      );
      return found.map((it) => ({
        action: String(it.action),
        actor: String(it.actor),
        detail: JSON.parse(it.detail),
      }));
    },
    /** How often a member was right and wrong. */
    async reporter(id: MemberId): Promise<{ right: number; wrong: number }> {
      const [found] = await rows('SELECT * FROM caretaker.reporter WHERE member_id = ?', [id]);
      return { right: Number(found?.right_count ?? 0), wrong: Number(found?.wrong_count ?? 0) };
    },
    messages: (decisionId: EntryId) =>
      rows<{ member_id: string; body: string; state: string }>(
        'SELECT member_id, body, state FROM caretaker.outbox WHERE report_decision_id = ? ORDER BY id',
        [decisionId],
      ),
    /** What the members were told, by the site’s own table. */
    told: (ids: readonly MemberId[]) =>
      rows<{ user_id: string; body: string }>(
        'SELECT user_id, body FROM community_demo.notices WHERE user_id IN (?) ORDER BY user_id',
        [ids],
      ),
    async deliver(who: SignedIn, decisionId: EntryId): Promise<void> {
      await rows('UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE report_decision_id = ?', [
        decisionId,
      ]);
      await deliverOutbox.run({ database: who.database, site: who.site, log }, new AbortController().signal);
    },
    /** How often anything of the decision stands in any table of ours or of the site. */
    async traces(caseId: CaseId, author: MemberId, photo: string) {
      const count = async (statement: string, values: unknown[]) =>
        Number((await rows<{ n: number }>(statement, values))[0]?.n);
      return {
        entries: await count(
          `SELECT COUNT(*) AS n FROM caretaker_audit.entry WHERE (subject_kind = 'case' AND subject_id = ?)
             OR (subject_kind = 'member' AND subject_id = ?) OR (subject_kind = 'content' AND subject_id = ?)`,
          [caseId, author, `photo ${photo}`],
        ),
        decisions: await count('SELECT COUNT(*) AS n FROM caretaker.report_decision WHERE case_id = ?', [
          caseId,
        ]),
        steps: await count(
          'SELECT COUNT(*) AS n FROM caretaker.report_step s JOIN caretaker.report_decision d ON d.id = s.decision_id WHERE d.case_id = ?',
          [caseId],
        ),
        ofMember: await count('SELECT COUNT(*) AS n FROM caretaker.member_decision WHERE member_id = ?', [
          author,
        ]),
        messages: await count(
          'SELECT COUNT(*) AS n FROM caretaker.outbox o JOIN caretaker.report_decision d ON d.id = o.report_decision_id WHERE d.case_id = ?',
          [caseId],
        ),
        endings: await count('SELECT COUNT(*) AS n FROM caretaker.report_ending WHERE case_id = ?', [caseId]),
        siteActions: await count(
          `SELECT COUNT(*) AS n FROM community_demo.moderation_actions
           WHERE (subject_type = 'member' AND subject_id = ?) OR (subject_type = 'photo' AND subject_id = ?)`,
          [author, photo],
        ),
        events: await count(
          "SELECT COUNT(*) AS n FROM caretaker.report_event WHERE case_id = ? AND kind IN ('decided', 'escalated')",
          [caseId],
        ),
      };
    },
  };
}

export type Deciding = ReturnType<typeof deciding>;
