import { useComputedColorScheme } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { ChartData, Marker } from '../../../contract/metrics/values.ts';
import { usePreferences } from '../../preferences/preferences.ts';
import { ChartFacts } from './chart-facts.tsx';
import { useChartGroup } from './chart-group.tsx';
import { Legend } from './legend/legend.tsx';
import { Plot } from './plot/plot.tsx';
import { isEmpty, sceneOf } from './plot/scene.ts';
import { clockChange } from './time-axis.ts';
import classes from './time-chart.module.css';

interface TimeChartProps {
  title: string;
  /** Undefined while it is read for the first time. At most two units: the first series' at the left, another right. */
  data: ChartData | undefined;
  /** Why it could not be read, as a sentence. What was read before stays. */
  failed?: string | undefined;
  /** What was read of a week before, with its own moments; drawn dashed, by the names of its series. */
  before?: ChartData | undefined;
  /** Moments drawn across, such as deploys. */
  markers?: readonly Marker[] | undefined;
  kind?: 'line' | 'stacked' | undefined;
  /** A line across, in the unit of the left axis; in sight once a third of it is reached. */
  limit?: { value: number; label: string } | undefined;
  /** Of the drawing, in pixels. */
  height?: number | undefined;
}

const nothingOff: ReadonlySet<string> = new Set();
const noMarkers: readonly Marker[] = [];

/** Series over the group's range: with gaps as gaps, the lowest to the highest of each step, and the week before. */
export function TimeChart({
  title,
  data,
  failed,
  before,
  markers = noMarkers,
  kind = 'line',
  limit,
  height = 180,
}: TimeChartProps) {
  const { range } = useChartGroup();
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const { zone } = usePreferences();
  const [off, setOff] = useState(nothingOff);
  const [, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const { from, to } = range;
  const scene = useMemo(
    () => (data === undefined ? null : sceneOf({ data, before, kind, off, theme })),
    [data, before, kind, off, theme],
  );
  const limitValue = limit?.value;
  const limitLabel = limit?.label;
  const picture = useMemo(() => {
    if (scene === null) return null;
    const change = clockChange(from, to, zone);
    return {
      scene,
      from,
      to,
      zone,
      theme,
      markers: change === null ? markers : [...markers, change],
      limit: limitValue === undefined ? undefined : { value: limitValue, label: limitLabel ?? '' },
    };
  }, [scene, from, to, zone, theme, markers, limitValue, limitLabel]);
  const toggle = (name: string) =>
    setOff(
      (present) => new Set(present.has(name) ? [...present].filter((it) => it !== name) : [...present, name]),
    );
  return (
    <figure className={classes.chart} aria-label={title}>
      <div className={classes.head}>
        <h3>{title}</h3>
        {data !== undefined && <ChartFacts data={data} range={range} zone={zone} />}
      </div>
      {picture === null || data === undefined || scene === null ? (
        <Missing failed={failed} title={title} height={height} />
      ) : (
        <>
          {isEmpty(scene, from, to) && off.size === 0 ? (
            <Instead height={height}>No readings in this range.</Instead>
          ) : (
            <>
              <Plot title={title} picture={picture} height={height} onCanvas={setCanvas} />
              <Legend series={data.series} scene={scene} off={off} theme={theme} onToggle={toggle} />
            </>
          )}
          {failed !== undefined && (
            <p className={classes.failed} role="alert">
              {failed}
            </p>
          )}
        </>
      )}
      {data?.notes.map((note) => (
        <p key={note} className={classes.note}>
          {note}
        </p>
      ))}
    </figure>
  );
}

function Missing({ failed, title, height }: { failed: string | undefined; title: string; height: number }) {
  if (failed !== undefined) {
    return (
      <Instead height={height}>
        <span role="alert">{failed}</span>
      </Instead>
    );
  }
  return (
    <div className={classes.skeleton} style={{ height }} role="status" aria-label={`Loading: ${title}`} />
  );
}

function Instead({ height, children }: { height: number; children: ReactNode }) {
  return (
    <div className={classes.instead} style={{ minHeight: height }}>
      {children}
    </div>
  );
}
