import type { CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { statusesOf } from '../../../members/actions/preview/preview.ts';
import { outOfReach } from '../../../members/actions/rules.ts';
import { type Present, readStates } from '../../../members/actions/state.ts';
import { countWords } from '../../../members/actions/words.ts';
import { waitSeconds } from '../../../outbox/message.ts';
import type { SignedIn } from '../../../session/open.ts';
import type { CaseColumns } from '../../rows.ts';
import { holderAt } from '../../work.ts';
import { isSanction } from '../plan.ts';
import { heldAlready, problemsOf, problemsOfCase } from '../rules.ts';
import { warningsStay } from '../undo/stays.ts';
import { outcomeWords } from '../words.ts';
import type { CasePreview, Ground } from './one.ts';

/** Cases and members asked for by one statement. */
const chunk = 200;

/** What a decision would do about many cases, in numbers; nothing is changed. */
export async function previewMany(
  db: Db,
  run: Run,
  { signedIn, decision, policy }: Ground,
  caseIds: readonly CaseId[],
): Promise<CasePreview> {
  const { person, site } = signedIn;
  const moment = await serverMoment(db, run);
  const rows = await readRows(db, run, caseIds);
  const authors = await readAuthors(db, run, rows, decision);
  const why = (row: CaseColumns) => whyRefused(row, { signedIn, decision, moment, authors });
  const reached = rows.filter((row) => why(row) === null);
  const reasons = Map.groupBy(
    rows.flatMap((row) => why(row) ?? []),
    (it) => it,
  );
  const missing = caseIds.length - rows.length;
  const rules = problemsOf(decision, { role: person.role, site, policy, moment: utcOf(moment) });
  const problems = [
    ...rules.map((it) => it.text),
    ...(rules.length === 0 && reached.length === 0 ? ['Not one of these cases can be decided so.'] : []),
  ];
  const isPossible = problems.length === 0;
  const effects = [
    `${countWords(reached.length, 'case')} of ${caseIds.length.toLocaleString('en')}: ${outcomeWords(decision.actions)}.`,
    ...[...reasons].map(([reason, those]) => `${countWords(those.length, 'case')}: refused, ${reason}.`),
    ...(missing > 0 ? [`${countWords(missing, 'case')}: refused, since there is no such case.`] : []),
    ...tellingWords(decision, reached),
    decision.actions.some(({ kind }) => kind === 'warn')
      ? `All of it can be taken back at once. ${warningsStay}`
      : 'All of it can be taken back at once.',
  ];
  return {
    effects: isPossible ? effects : [],
    warnings: isPossible ? repeatedWords(decision, reached) : [],
    problems,
    statuses: statusesOf([...authors.values()]),
    undoable: true,
    messages: [],
  };
}

async function readRows(db: Db, run: Run, caseIds: readonly CaseId[]): Promise<CaseColumns[]> {
  const rows: CaseColumns[] = [];
  for (let start = 0; start < caseIds.length; start += chunk) {
    const some = caseIds.slice(start, start + chunk);
    rows.push(
      ...(await db
        .selectFrom('caretaker.report_case')
        .selectAll()
        .where('id', 'in', some.map(idValue))
        .limit(some.length)
        .execute(run)),
    );
  }
  return rows;
}

/** The authors by id, where anything is done to them. */
async function readAuthors(
  db: Db,
  run: Run,
  rows: readonly CaseColumns[],
  { actions }: CaseDecision,
): Promise<Map<string, Present>> {
  const known = new Map<string, Present>();
  if (!actions.some(isSanction)) return known;
  const ids = [...new Set(rows.flatMap((row) => row.author_id ?? []))];
  for (let start = 0; start < ids.length; start += chunk)
    for (const it of await readStates(db, ids.slice(start, start + chunk), run)) known.set(it.id, it);
  return known;
}

/** Why a case of the run would be left as it is, to stand after `refused,`. */
function whyRefused(
  row: CaseColumns,
  o: {
    readonly signedIn: SignedIn;
    readonly decision: CaseDecision;
    readonly moment: string;
    readonly authors: ReadonlyMap<string, Present>;
  },
): string | null {
  const { signedIn, decision, moment, authors } = o;
  if (row.state === 'done') return 'since it is decided already';
  const holder = holderAt({ row, moment });
  if (holder !== null && holder !== signedIn.person.user) return 'since a colleague holds it';
  if (heldAlready(decision, row) !== null) return 'since it is with the administrators already';
  const [problem] = problemsOfCase(decision, row, signedIn.site);
  if (problem)
    return row.author_id === null ? 'since its author is not known' : 'since only content can be hidden';
  if (!decision.actions.some(isSanction)) return null;
  const author = authors.get(row.author_id ?? '');
  if (author === undefined) return 'since the site no longer knows its author';
  return outOfReach(author) === null ? null : 'since its author has deleted their account';
}

function tellingWords(
  { memberMessage, reporterMessage }: CaseDecision,
  reached: readonly CaseColumns[],
): string[] {
  const authors = memberMessage === null ? 0 : reached.filter((row) => row.author_id !== null).length;
  const reporters = reporterMessage === null ? 0 : reached.reduce((sum, row) => sum + row.reporters, 0);
  if (authors + reporters === 0) return ['Nobody is told.'];
  const who = [
    ...(authors > 0 ? [`${countWords(authors, 'message')} to authors`] : []),
    ...(reporters > 0 ? [`${countWords(reporters, 'message')} to reporters`] : []),
  ].join(' and ');
  return [
    `Up to ${who}, each ${waitSeconds} seconds after its case is decided; until then, taking it back stops it.`,
  ];
}

/** Whoever is the author of many of the cases is told as often. */
function repeatedWords({ memberMessage }: CaseDecision, reached: readonly CaseColumns[]): string[] {
  if (memberMessage === null) return [];
  const byAuthor = Map.groupBy(
    reached.flatMap((row) => row.author_id ?? []),
    (it) => it,
  );
  const often = Math.max(0, ...[...byAuthor.values()].map((those) => those.length));
  return often > 1 ? [`One member is the author of ${countWords(often, 'case')} and is told as often.`] : [];
}
