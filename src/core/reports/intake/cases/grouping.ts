import type { Policy } from '../../../../contract/reports/policies.ts';
import { type Rules, sameReason } from '../scores/rules.ts';

/** What of a report, or of a ticket that support handed over, its case is made of. */
export interface Joining {
  /** Null where support handed it over: it raises the case, and is no report. */
  readonly reporterId: string | null;
  /** As a column has it, with six digits of the second. */
  readonly at: string;
  readonly reason: string;
  /** How far its reporter is believed; see `weightOf`. */
  readonly weight: number;
}

/** What its reports make of a case. In which order they came, and in how many batches, makes no difference. */
export interface Gathered {
  readonly reports: number;
  /** Distinct ones, and their weights added up. */
  readonly reporters: number;
  readonly believed: number;
  /** The moments of the first and of the last report. */
  readonly openedAt: string;
  readonly lastReportAt: string;
  /** The gravest that one of them names. */
  readonly policy: Policy;
  /** The shortest time within which one of their policies wants it decided. */
  readonly targetMinutes: number;
}

/**
 * Adds reports, at least one, to what came before them; null where nothing did. `known` are those of their reporters who
 * reported it before.
 */
export function gather(
  before: Gathered | null,
  joining: readonly Joining[],
  known: ReadonlySet<string>,
  rules: Pick<Rules, 'policyFor' | 'graver'>,
): Gathered {
  const reports = joining.filter((it) => it.reporterId !== null);
  const handed = joining.filter((it) => it.reporterId === null).map((it) => it.weight);
  const added = new Map(reports.map((it) => [it.reporterId, it.weight]));
  for (const reporter of known) added.delete(reporter);
  const policies = joining.map((it) => rules.policyFor(it.reason));
  const moments = joining.map((it) => it.at);
  const all = <T>(own: T | undefined, others: readonly T[], choose: (a: T, b: T) => T) =>
    own === undefined ? others.reduce(choose) : others.reduce(choose, own);
  return {
    reports: (before?.reports ?? 0) + reports.length,
    reporters: (before?.reporters ?? 0) + added.size,
    believed: [...added.values(), ...handed].reduce((sum, weight) => sum + weight, before?.believed ?? 0),
    openedAt: all(before?.openedAt, moments, (a, b) => (b < a ? b : a)),
    lastReportAt: all(before?.lastReportAt, moments, (a, b) => (b > a ? b : a)),
    policy: all(before?.policy, policies, (a, b) => rules.graver(a, b)),
    targetMinutes: all(
      before?.targetMinutes,
      policies.map((it) => it.targetMinutes),
      (a, b) => Math.min(a, b),
    ),
  };
}

const mostReasons = 3;
/** Characters of the column. */
const longestList = 250;

/** The reasons given, the most frequent first, as the JSON list that a case keeps. Spelt as most of them are. */
export function topReasons(reasons: readonly string[]): string {
  const bySense = Map.groupBy(
    reasons.filter((it) => it !== ''),
    sameReason,
  );
  const top = mostFrequent([...bySense.values()].map((those) => [frequent(those), those.length]));
  const list = top.slice(0, mostReasons);
  while (JSON.stringify(list).length > longestList) list.pop();
  return JSON.stringify(list);
}

function frequent(spellings: readonly string[]): string {
  const counts = [...Map.groupBy(spellings, (it) => it)].map(([it, those]): Counted => [it, those.length]);
  return mostFrequent(counts)[0] ?? '';
}

type Counted = readonly [text: string, count: number];

function mostFrequent(counted: readonly Counted[]): string[] {
  return counted
    .toSorted(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1))
    .map(([text]) => text);
}
