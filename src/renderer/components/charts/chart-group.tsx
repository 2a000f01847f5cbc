import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useCommand } from '../../keys/commands.ts';
import { type CrossHair, createCrossHair } from './cross-hair.ts';

/** The stretch of time that is shown, in seconds since 1970, and how a chart changes it. */
export interface ShownRange {
  readonly from: number;
  readonly to: number;
  /** It ends now, and goes on with the clock. */
  readonly isLive: boolean;
  readonly show: (range: { from: number; to: number }) => void;
  /** To the range that was shown before this one. */
  readonly back: () => void;
}

/** What the keys of a chart do to it. */
export interface ChartActions {
  readonly table: () => void;
  readonly csv: () => void;
  readonly png: () => void;
}

interface Group {
  readonly range: ShownRange;
  readonly crossHair: CrossHair;
  /** By its figure, every chart of the group. */
  readonly charts: Map<HTMLElement, ChartActions>;
}

const GroupContext = createContext<Group | null>(null);

/** Charts that share one range and, by time, one cross-hair. `range` is what useMetricsRange gives. */
export function ChartGroup({ range, children }: { range: ShownRange; children: ReactNode }) {
  const [crossHair] = useState(createCrossHair);
  const [charts] = useState(() => new Map<HTMLElement, ChartActions>());
  const group = useMemo(() => ({ range, crossHair, charts }), [range, crossHair, charts]);
  useCommand('chart.table', () => activeOf(charts)?.table());
  useCommand('chart.csv', () => activeOf(charts)?.csv());
  useCommand('chart.png', () => activeOf(charts)?.png());
  return <GroupContext value={group}>{children}</GroupContext>;
}

/** The chart under the pointer or else the one with the focus. Asked when a key is pressed: both move without a word. */
function activeOf(charts: Group['charts']): ChartActions | undefined {
  const figures = [...charts.keys()];
  const active =
    figures.find((figure) => figure.matches(':hover')) ??
    figures.find((figure) => figure.matches(':focus-within'));
  return active === undefined ? undefined : charts.get(active);
}

/** The group that a chart stands in. */
export function useChartGroup(): Group {
  const group = useContext(GroupContext);
  if (group === null) throw new Error('a TimeChart stands in a ChartGroup');
  return group;
}
