import { type CaseActionKind, CaseDecision } from '../../../src/contract/reports/decisions.ts';
import type { Policy } from '../../../src/contract/reports/policies.ts';
import type { CaseId } from '../../../src/contract/reports/values.ts';
import { type EntryId, Utc } from '../../../src/contract/values.ts';
import { Refused } from '../../../src/core/errors.ts';
import { derivedId } from '../../../src/core/members/actions/request-id.ts';
import { decide } from '../../../src/core/reports/decisions/decide/decide.ts';
import { undo } from '../../../src/core/reports/decisions/undo/undo.ts';
import { policiesInForce } from '../../../src/core/reports/policies/read.ts';
import { claim } from '../../../src/core/reports/queue/claims/claim.ts';
import { handOver } from '../../../src/core/reports/queue/claims/hand-over.ts';
import { hold } from '../../../src/core/reports/queue/claims/rest.ts';
import { note } from '../../../src/core/reports/queue/note.ts';
import type { CaseColumns } from '../../../src/core/reports/rows.ts';
import type { SignedIn } from '../../../src/core/session/open.ts';
import { DAY, HOUR } from '../world/calendar.ts';
import type { Random } from '../world/random.ts';

/** A case before the person at whose desk it is. */
export interface Desk {
  readonly who: SignedIn;
  readonly colleague: SignedIn;
  readonly policies: readonly Policy[];
  /** The numbers of this case alone: the same in every start. */
  readonly random: Random;
  readonly row: CaseColumns;
  /** After this moment nothing happened in the community by itself. */
  readonly until: Date;
}

/** What is done with a case, by the console's own calls. Done again it is done once: each request has an id of its own. */
export type Deed = (desk: Desk) => Promise<unknown>;

/** What moderators do to most of what breaks a rule, and what they tell themselves about it. */
const outcomes: readonly (readonly [reason: string, ...actions: CaseActionKind[]])[] = [
  ['Rude, but not against any rule.', 'dismiss'],
  ['Nothing here that we do not allow.', 'dismiss'],
  ['Against the rule, and the first time.', 'hide'],
  ['Should not stand there.', 'hide'],
  ['The second time this month.', 'hide', 'warn'],
  ['Knows the rule, and wrote it all the same.', 'hide', 'warn'],
  ['Went on after the warning.', 'hide', 'mute'],
  ['Three warnings since summer.', 'hide', 'suspend'],
  ['An account made for this.', 'hide', 'ban'],
];

export const decideCase: Deed = async (desk) => {
  const [reason, ...actions] = desk.random.pick(outcomes);
  await take(desk);
  await decideAs(desk, reason, actions);
};

export const decideAndUndo: Deed = async (desk) => {
  await take(desk);
  const { decisionId } = await decideAs(desk, 'Should not stand there.', ['hide', 'warn']);
  await undo(desk.who, { requestId: requestOf(desk, 'undo'), decisionId });
};

export const dismissAndMute: Deed = async (desk) => {
  await take(desk);
  await decideAs(desk, 'Reported by people who do not like its author.', ['dismiss-and-mute']);
};

export const escalate: Deed = async (desk) => {
  await take(desk);
  await decideAs(desk, 'Needs someone who may call the police.', ['escalate']);
};

export const holdCase: Deed = async (desk) => {
  const { random, who } = desk;
  const until = momentOf(desk.until.getTime() + (2 + random.below(8)) * DAY);
  await hold(who, {
    requestId: requestOf(desk, 'hold'),
    caseId: idOf(desk),
    until,
    note: random.pick(waitsFor),
  });
};

export const handOverCase: Deed = async (desk) => {
  const { random, who, colleague } = desk;
  const to = colleague.person.user;
  await handOver(who, {
    requestId: requestOf(desk, 'hand over'),
    caseId: idOf(desk),
    to,
    note: random.pick(forColleague),
  });
};

export const noteOnCase: Deed = async (desk) => {
  const { random, who } = desk;
  await note(who, { requestId: requestOf(desk, 'note'), caseId: idOf(desk), body: random.pick(notes) });
};

const waitsFor = [
  'Asked the author where the picture is from; they have until next week.',
  'The reporter wanted to send screenshots.',
  'Waits for the lawyer’s word on the name in it.',
] as const;
const forColleague = [
  'You know these two from last month: which of them began?',
  'In German, and I am not sure how it is meant.',
  'I warned them yesterday; better if someone else decides.',
] as const;
const notes = [
  'Looks like the ring of last spring, see the linked accounts.',
  'The reporter has reported this author eight times.',
  'Same picture as under another name in May.',
] as const;

/** Claims it, as anyone does who opens a case; one that was decided at the start before, is not. */
async function take({ who, row }: Desk): Promise<void> {
  if (row.state === 'open')
    await claim(who, { caseId: row.id as CaseId, claimId: derivedId('demo claim', row.id) });
}

async function decideAs(
  desk: Desk,
  reason: string,
  wanted: readonly CaseActionKind[],
): Promise<{ decisionId: EntryId }> {
  const { who, row, policies, until } = desk;
  const policy = policies.find((it) => it.id === row.policy_id);
  if (!policy) throw new Refused('NOT_FOUND', `Case ${row.id} has a policy that is gone.`);
  const kinds = possible(wanted, policy, row, who);
  const tells = !kinds.includes('escalate');
  const decision = CaseDecision.parse({
    policyId: policy.id,
    actions: kinds.map((kind) => {
      if (kind === 'mute') return { kind, until: momentOf(until.getTime() + 20 * HOUR) };
      return kind === 'suspend' ? { kind, until: momentOf(until.getTime() + 7 * DAY) } : { kind };
    }),
    reason,
    memberMessage:
      tells && kinds.some((it) => !it.startsWith('dismiss')) ? policy.memberTemplate || null : null,
    reporterMessage: tells ? policy.reporterTemplate || null : null,
  });
  const requestId = requestOf(desk, 'decide');
  return decide(who, { requestId, caseId: idOf(desk), seenVersion: row.version, decision });
}

/** Of what is wanted, what the policy allows and can be done to the subject. */
function possible(
  wanted: readonly CaseActionKind[],
  policy: Policy,
  row: CaseColumns,
  { site }: SignedIn,
): CaseActionKind[] {
  const kinds = wanted.filter(
    (kind) =>
      policy.actions.includes(kind) && (kind !== 'hide' || site.contentKinds.includes(row.subject_kind)),
  );
  return kinds.length > 0 ? kinds : [policy.actions.includes('warn') ? 'warn' : 'dismiss'];
}

export function policiesOf({ database }: SignedIn): Promise<Policy[]> {
  return database.readPrimary(undefined, (db, run) => policiesInForce(db, run));
}

function idOf({ row }: Desk): CaseId {
  return row.id as CaseId;
}

function requestOf({ row }: Desk, what: string): string {
  return derivedId('demo', what, row.id);
}

function momentOf(ms: number): Utc {
  return Utc.parse(new Date(ms).toISOString());
}
