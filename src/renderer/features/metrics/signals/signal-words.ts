import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconHelpCircle,
  type TablerIcon,
} from '@tabler/icons-react';
import {
  type Signal,
  type SignalGroup,
  type SignalPlace,
  type SignalState,
  signalGroups,
  signalStates,
} from '../../../../contract/metrics/signals.ts';

/** A shape and a word for each state: colour alone tells nobody who does not see it. */
export const stateIcons: Record<SignalState, TablerIcon> = {
  bad: IconAlertOctagon,
  watch: IconAlertTriangle,
  unknown: IconHelpCircle,
  good: IconCircleCheck,
};
export const stateWords: Record<SignalState, string> = {
  bad: 'Bad',
  watch: 'Look',
  unknown: 'Unknown',
  good: 'Good',
};

export const groupNames: Record<SignalGroup, string> = {
  load: 'Load',
  connections: 'Connections',
  memory: 'Memory',
  redo: 'Redo log',
  transactions: 'Transactions',
  locks: 'Locks',
  tables: 'Tables',
  replication: 'Replication',
};

export const placeNames: Record<Exclude<SignalPlace, 'database'>, string> = {
  statements: 'Statements',
  locks: 'Locks',
  headroom: 'Headroom',
};

/** `3 need a look, 1 is bad, 2 unknown`; `All 26 are good`. */
export function summaryOf(signals: readonly Pick<Signal, 'state'>[]): string {
  const count = (state: SignalState) => signals.filter((it) => it.state === state).length;
  const [watch, bad, unknown] = [count('watch'), count('bad'), count('unknown')];
  const parts = [
    ...(watch > 0 ? [watch === 1 ? '1 needs a look' : `${watch} need a look`] : []),
    ...(bad > 0 ? [bad === 1 ? '1 is bad' : `${bad} are bad`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ];
  if (parts.length === 0) return `All ${signals.length} are good`;
  // What is unknown is no all-clear, so it is never said that the rest is fine.
  return watch + bad === 0 ? `None needs a look, ${parts.join(', ')}` : parts.join(', ');
}

export interface ShownGroup {
  readonly group: SignalGroup;
  readonly signals: readonly Signal[];
}

/** By group, worst first among groups and within each. `onlyLook` leaves out what is good. */
export function groupsOf(signals: readonly Signal[], onlyLook: boolean): ShownGroup[] {
  const shown = signals.filter(({ state }) => !onlyLook || state !== 'good');
  const rank = ({ state, number }: Signal) => signalStates.indexOf(state) * 100 + number;
  const groups = signalGroups.map((group) => ({
    group,
    signals: shown.filter((it) => it.group === group).sort((a, b) => rank(a) - rank(b)),
  }));
  const worst = ({ signals: [first] }: ShownGroup) =>
    first === undefined ? signalStates.length : signalStates.indexOf(first.state);
  return groups.filter((it) => it.signals.length > 0).sort((a, b) => worst(a) - worst(b));
}

/** `+40%`, `−12%`, `×8.2`, `as before`. */
export function changeText(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'as before' : 'from none';
  const ratio = now / before;
  if (ratio >= 3) return `×${Number(ratio.toPrecision(2)).toLocaleString('en-GB')}`;
  const share = Math.round((ratio - 1) * 100);
  return share === 0 ? 'as before' : `${share > 0 ? '+' : '−'}${Math.abs(share)}%`;
}
