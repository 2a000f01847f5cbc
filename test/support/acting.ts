import { randomUUID } from 'node:crypto';
import { Decision } from '../../src/contract/members/actions.ts';
import { MemberId, Utc } from '../../src/contract/values.ts';
import { act } from '../../src/core/members/actions/act.ts';
import { undo } from '../../src/core/members/actions/undo/undo.ts';
import { readMember } from '../../src/core/members/page/member.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import type { Community } from './community.ts';

/** A decision with what the test does not care about filled in. */
export function decision(o: Partial<Decision> & Pick<Decision, 'action'>): Decision {
  return Decision.parse({ reason: 'Writes the same advert everywhere', message: null, ...o });
}

export function inMinutes(minutes: number): Utc {
  return Utc.parse(new Date(Date.now() + minutes * 60_000).toISOString());
}

/** What a test of actions does and looks at, on members whom no one has acted on, one after the other. */
export function acting(town: Community) {
  let last = 0;

  async function rows<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    const [found] = await town.sql.query(statement, values);
    return found as T[];
  }

  const seen = async (who: SignedIn, id: MemberId) => (await readMember(who, id, undefined)).member;

  return {
    rows,
    seen,
    async someone(): Promise<MemberId> {
      const [found] = await rows<{ id: string }>(
        `SELECT id FROM caretaker_site.member
         WHERE status = 'active' AND id > ? AND id NOT IN (
           SELECT subject_id FROM community_demo.moderation_actions WHERE subject_type = 'member')
         ORDER BY id LIMIT 1`,
        [last],
      );
      last = Number(found?.id);
      return MemberId.parse(found?.id);
    },
    async several(count: number): Promise<MemberId[]> {
      const ids: MemberId[] = [];
      while (ids.length < count) ids.push(await this.someone());
      return ids;
    },
    /** Looks at the member, then acts. */
    async act(who: SignedIn, memberId: MemberId, what: Parameters<typeof decision>[0]) {
      const { updatedAt } = await seen(who, memberId);
      return act(who, { requestId: randomUUID(), memberId, seenAt: updatedAt, decision: decision(what) });
    },
    undo(who: SignedIn, decisionId: Parameters<typeof undo>[1]['decisionId']) {
      return undo(who, { requestId: randomUUID(), decisionId });
    },
    /** The row of the site's own table. */
    async user(id: MemberId) {
      const [row] = await rows<Record<string, string | number | null>>(
        'SELECT * FROM community_demo.users WHERE id = ?',
        [id],
      );
      if (!row) throw new Error(`there is no member ${id}`);
      return row;
    },
    siteActions: (id: MemberId) =>
      rows<{ action: string; reason: string; until: string | null; actor: string }>(
        "SELECT action, reason, until, actor FROM community_demo.moderation_actions WHERE subject_type = 'member' AND subject_id = ? ORDER BY id",
        [id],
      ),
    /** What stands on record about a member, oldest first. */
    async record(id: MemberId) {
      const found = await rows<{ actor: string; action: string; detail: string }>(
        "SELECT actor, action, detail FROM caretaker_audit.entry WHERE subject_kind = 'member' AND subject_id = ? ORDER BY id",
        [id],
      );
      return found.map((it) => ({ ...it, detail: JSON.parse(it.detail) as Record<string, unknown> }));
    },
  };
}

export type Acting = ReturnType<typeof acting>;
