import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ChartRange } from '../../../../contract/metrics/values.ts';
import type { ShownRange } from '../../../components/charts/chart-group.tsx';
import { weekSeconds } from '../../../components/charts/series/week.ts';
import { useClockOf } from './live-clock.ts';
import { type Preset, parseRange, presets, type RangeAddress } from './range-address.ts';
import { liveEvery, moved, type Stretch, zoomed } from './range-moves.ts';

/** About how many points of a series a chart asks for. */
const points = 600;

export interface MetricsRange extends ShownRange {
  readonly points: number;
  /** The preset that is shown, if it is one. */
  readonly preset: Preset | null;
  /** What calls take as their `range`; the same object until the range changes. */
  readonly input: ChartRange;
  /** The same stretch a week before. */
  readonly inputBefore: ChartRange;
  readonly showLast: (preset: Preset) => void;
  /** Half a range earlier (-1) or later (1). */
  readonly move: (direction: -1 | 1) => void;
  /** Half as long (1), or twice (-1). */
  readonly zoom: (direction: -1 | 1) => void;
  /** Goes on with the clock again, as long as now or as a preset about as long. */
  readonly goLive: () => void;
}

/** Ranges that were left by brush, zoom or choice, the last one at the end; for all views of Metrics. */
const left: RangeAddress[] = [];
const keptRanges = 50;

/** The one range of Metrics, as the address has it; `usual` where it says nothing. */
export function useMetricsRange(usual: Preset): MetricsRange {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const { last, from, to } = parseRange(search);
  const still = from !== undefined && to !== undefined;
  const preset = still ? null : (last ?? usual);
  const now = useClockOf(liveEvery(preset === null ? presets['5y'] : presets[preset]));
  const end = to ?? now;
  const start = from ?? now - presets[preset ?? usual];
  return useMemo(() => {
    const set = (address: RangeAddress, replace: boolean) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({
          ...before,
          last: undefined,
          from: undefined,
          to: undefined,
          ...address,
        }),
        replace,
      });
    const go = (address: RangeAddress, replace = false) => {
      left.push(preset === null ? { from: start, to: end } : { last: preset });
      left.splice(0, left.length - keptRanges);
      set(address, replace);
    };
    const goTo = (wanted: Stretch | Preset) =>
      go(typeof wanted === 'string' ? { last: wanted } : { from: wanted.from, to: wanted.to }, true);
    const shown = { from: start, to: end, preset };
    return {
      from: start,
      to: end,
      points,
      preset,
      isLive: preset !== null,
      input: { from: start, to: end, points },
      inputBefore: { from: Math.max(0, start - weekSeconds), to: end - weekSeconds, points },
      show: (range) => go({ from: range.from, to: range.to }),
      showLast: (wanted) => go({ last: wanted }),
      back: () => set(left.pop() ?? { last: usual }, true),
      move: (direction) => goTo(moved(shown, direction, Math.floor(Date.now() / 1000))),
      zoom: (direction) => goTo(zoomed(shown, direction, Math.floor(Date.now() / 1000))),
      goLive: () => go({ last: presetFor(end - start) }),
    };
  }, [start, end, preset, usual, navigate]);
}

/** The shortest preset that is as long, or else the longest. */
function presetFor(length: number): Preset {
  const names = Object.keys(presets) as Preset[];
  return names.find((name) => presets[name] >= length) ?? '5y';
}
