import type { Preview } from '../../../../contract/members/actions.ts';
import type { CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../contract/reports/policies.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { MemberId } from '../../../../contract/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { deedsSince } from '../../../members/actions/meanwhile.ts';
import { deedEffects, warningsOnOne } from '../../../members/actions/preview/effects.ts';
import { dayBefore, recentDeeds, statusesOf } from '../../../members/actions/preview/preview.ts';
import { heldAlready as memberHeld, outOfReach } from '../../../members/actions/rules.ts';
import { type Present, readStates } from '../../../members/actions/state.ts';
import { countWords } from '../../../members/actions/words.ts';
import { waitSeconds } from '../../../outbox/message.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type CaseAtMoment, readCase, refuseIfAnothers } from '../../work.ts';
import { refuseIfChanged } from '../meanwhile.ts';
import { bodyFor, type Reader, readersOf, reportersMost } from '../messages/tell.ts';
import type { About } from '../messages/templates.ts';
import { bearingOf, isSanction, memberDecision } from '../plan.ts';
import { heldAlready, problemsOf, problemsOfCase } from '../rules.ts';
import { warningStays } from '../undo/stays.ts';
import { visibilityOf } from '../visibility.ts';
import { outcomeWords } from '../words.ts';
import { afterSanction } from './after.ts';

/** What a preview says, and what author and reporters would read. */
export interface CasePreview extends Preview {
  readonly messages: { to: Reader['to']; body: string }[];
}

/** What is asked for, by whom, under which policy; null where there is none. */
export interface Ground {
  readonly signedIn: SignedIn;
  readonly decision: CaseDecision;
  readonly policy: Policy | null;
}

/** What a decision would do about one case, in sentences; nothing is changed. */
export async function previewOne(db: Db, run: Run, ground: Ground, caseId: CaseId): Promise<CasePreview> {
  const { decision, policy } = ground;
  const at = await readCase(db, caseId, run);
  const [author, readers] = await Promise.all([authorOf(db, run, at), readersOf(db, at.row, decision, run)]);
  const problems = await problemsHere(db, run, ground, at, author);
  const about = {
    subjectKind: at.row.subject_kind,
    actions: decision.actions,
    policy: policy ?? { name: '{policy}', body: '{rule}' },
  };
  const { messages, tooLong } = messagesFor(readers, decision, about);
  const all = [...problems, ...tooLong];
  const isPossible = all.length === 0;
  return {
    effects: isPossible ? await effectsHere(db, run, { ...ground, at, author, readers }) : [],
    warnings: isPossible ? await warningsHere(db, run, { ...ground, at, author, readers }) : [],
    problems: all,
    statuses: author ? statusesOf([author]) : [],
    undoable: true,
    messages,
  };
}

async function authorOf(db: Db, run: Run, { row }: CaseAtMoment): Promise<Present | null> {
  if (row.author_id === null) return null;
  return (await readStates(db, [row.author_id], run))[0] ?? null;
}

async function problemsHere(
  db: Db,
  run: Run,
  { signedIn, decision, policy }: Ground,
  at: CaseAtMoment,
  author: Present | null,
): Promise<string[]> {
  const { person, site } = signedIn;
  const refusals = [
    () => refuseIfChanged(db, at, null, person.user, run),
    () => refuseIfAnothers(db, at, person.user, run),
  ];
  const sanctions = decision.actions.some(isSanction) && at.row.author_id !== null;
  const gone = author === null ? 'The site no longer knows the author.' : outOfReach(author);
  return [
    ...(await Promise.all(refusals.map(whyRefused))).flat(),
    ...problemsOf(decision, { role: person.role, site, policy, moment: utcOf(at.moment) }).map(
      (it) => it.text,
    ),
    ...problemsOfCase(decision, at.row, site).map((it) => it.text),
    ...(sanctions && gone !== null ? [gone] : []),
    ...[heldAlready(decision, at.row)].filter((it) => it !== null),
  ];
}

async function whyRefused(check: () => Promise<void>): Promise<string[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (error instanceof Refused) return [error.message.replace(/ Nothing was changed.*$/, '')];
    throw error;
  }
}

/** What the author, and the first of the reporters, would read. */
function messagesFor(readers: readonly Reader[], decision: CaseDecision, about: About) {
  const messages: CasePreview['messages'] = [];
  const tooLong: string[] = [];
  for (const to of ['author', 'reporter'] as const) {
    const reader = readers.find((it) => it.to === to);
    if (!reader) continue;
    try {
      messages.push({ to, body: bodyFor(reader, decision, about) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tooLong.push(error.message.replace(/ Nothing was changed.*$/, ''));
    }
  }
  return { messages, tooLong };
}

interface Here extends Ground {
  readonly at: CaseAtMoment;
  readonly author: Present | null;
  readonly readers: readonly Reader[];
}

async function effectsHere(db: Db, run: Run, here: Here): Promise<string[]> {
  const { decision, policy } = here;
  const kinds = decision.actions.map(({ kind }) => kind);
  return [
    kinds.includes('escalate')
      ? 'The case goes to the administrators, and stays open.'
      : `The case is closed under “${policy?.name}”: ${outcomeWords(decision.actions)}.`,
    ...(kinds.includes('dismiss-and-mute')
      ? ['Whoever reports the same again is not heard until it is edited.']
      : []),
    ...(kinds.includes('hide') ? [await hideEffect(db, run, here)] : []),
    ...sanctionEffects(here),
    ...messageEffects(here),
    ...bearingEffects(here),
    kinds.includes('warn') ? `This can be taken back. ${warningStays}` : 'This can be taken back.',
  ];
}

async function hideEffect(db: Db, run: Run, { signedIn, at: { row } }: Here): Promise<string> {
  const content = { kind: row.subject_kind, id: row.subject_id };
  const what = row.subject_kind.replaceAll('_', ' ');
  switch (await visibilityOf(db, signedIn.site, content, run)) {
    case 'visible':
      return `The ${what} is hidden from other members.`;
    case 'hidden':
      return `The ${what} is hidden already: nothing changes about it.`;
    case 'gone':
      return `The ${what} is gone already: there is nothing to hide.`;
  }
}

/** One after the other: the second finds what the first left. */
function sanctionEffects({ decision, author }: Here): string[] {
  const sentences: string[] = [];
  let present = author;
  for (const action of decision.actions.filter(isSanction)) {
    if (present === null) break;
    const deed = memberDecision(action, decision.reason);
    const held = memberHeld(deed, present);
    sentences.push(...(held === null ? deedEffects(deed, present) : [`${held} Nothing changes about that.`]));
    present = afterSanction(present, action);
  }
  return [...new Set(sentences)];
}

function messageEffects({ readers, decision }: Here): string[] {
  const author = readers.find(({ to }) => to === 'author');
  const reporters = readers.filter(({ to }) => to === 'reporter').length;
  const who = [
    ...(author ? [author.nickname] : []),
    ...(reporters > 0 ? [countWords(reporters, 'reporter')] : []),
  ].join(' and ');
  if (who === '') {
    return decision.memberMessage === null && decision.reporterMessage === null ? ['Nobody is told.'] : [];
  }
  const verb = readers.length === 1 ? 'is' : 'are';
  return [
    `${who} ${verb} told by message after ${waitSeconds} seconds; until then, taking this back stops it.`,
  ];
}

function bearingEffects({ decision, at: { row } }: Here): string[] {
  const bearing = bearingOf(decision.actions.map(({ kind }) => kind));
  if (bearing === null || row.reporters === 0) return [];
  const who = row.reporters === 1 ? 'The reporter is' : `The ${countWords(row.reporters, 'reporter')} are`;
  return [
    `${who} noted as having been ${bearing}, and later ${bearing === 'right' ? 'believed more' : 'believed less'}.`,
  ];
}

async function warningsHere(db: Db, run: Run, here: Here): Promise<string[]> {
  const { decision, author, at, readers, signedIn } = here;
  const { row } = at;
  const isTold = readers.some(({ to }) => to === 'author');
  const sanctions = decision.actions.filter(isSanction);
  return [
    ...(decision.memberMessage !== null && !isTold
      ? ['The author is not known, or has left: they are told nothing.']
      : []),
    ...(decision.reporterMessage !== null && row.reporters > reportersMost
      ? [
          `Of ${row.reporters.toLocaleString('en')} reporters, the first ${reportersMost.toLocaleString('en')} are told.`,
        ]
      : []),
    ...(author ? sanctions.flatMap((it) => warningsOnOne(memberDecision(it, decision.reason), author)) : []),
    ...(author ? await recentAt(db, run, author, signedIn.person.user) : []),
  ];
}

async function recentAt(db: Db, run: Run, { id, moment }: Present, me: string): Promise<string[]> {
  const deeds = await deedsSince(db, [id as MemberId], dayBefore(moment), 500, run);
  return recentDeeds(db, run, { deeds, moment, me, isOne: true });
}
