import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useChartKeys } from './chart-keys.ts';
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

interface Group {
  readonly range: ShownRange;
  readonly crossHair: CrossHair;
}

const GroupContext = createContext<Group | null>(null);

/** Charts that share one range and, by time, one cross-hair. `range` is what useMetricsRange gives. */
export function ChartGroup({ range, children }: { range: ShownRange; children: ReactNode }) {
  const [crossHair] = useState(createCrossHair);
  const group = useMemo(() => ({ range, crossHair }), [range, crossHair]);
  useChartKeys();
  return <GroupContext value={group}>{children}</GroupContext>;
}

/** The group that a chart stands in. */
export function useChartGroup(): Group {
  const group = useContext(GroupContext);
  if (group === null) throw new Error('a TimeChart stands in a ChartGroup');
  return group;
}
