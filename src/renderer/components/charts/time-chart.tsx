import { useComputedColorScheme } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { ChartData, Marker } from '../../../contract/metrics/values.ts';
import { usePreferences } from '../../preferences/preferences.ts';
import { ChartFacts, factsOf } from './chart-facts.tsx';
import { type ShownRange, useChartGroup } from './chart-group.tsx';
import { EmptyChart, MissingChart } from './chart-states.tsx';
import { chartCsv } from './export/chart-csv.ts';
import { ChartMenu } from './export/chart-menu.tsx';
import { chartPng } from './export/chart-png.ts';
import { fileName, saveFile } from './export/save-file.ts';
import { Legend } from './legend/legend.tsx';
import type { Picture } from './plot/create-plot.ts';
import { Plot } from './plot/plot.tsx';
import { isEmpty, sceneOf } from './plot/scene.ts';
import { ChartTable } from './table/chart-table.tsx';
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
export function TimeChart(props: TimeChartProps) {
  const { title, data, failed, before, kind = 'line', height = 180 } = props;
  const { range } = useChartGroup();
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const { zone } = usePreferences();
  const [off, setOff] = useState(nothingOff);
  const [asTable, setAsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useMemo(
    () => (data === undefined ? null : sceneOf({ data, before, kind, off, theme })),
    [data, before, kind, off, theme],
  );
  const picture = usePicture(scene, range, props);
  const toggle = (name: string) =>
    setOff(
      (present) => new Set(present.has(name) ? [...present].filter((it) => it !== name) : [...present, name]),
    );
  const saveCsv = () => {
    if (data === undefined) return;
    const text = chartCsv(data, before, range);
    saveFile(fileName(title, range, 'csv'), new Blob([text], { type: 'text/csv;charset=utf-8' }));
  };
  const savePng = async () => {
    if (data === undefined || scene === null || canvas.current === null) return;
    const { from, to } = range;
    const lines = factsOf(data, range, zone);
    const png = await chartPng(canvas.current, { title, lines, scene, from, to });
    if (png !== null) saveFile(fileName(title, range, 'png'), png);
  };
  const empty = scene !== null && off.size === 0 && isEmpty(scene, range.from, range.to);
  const drawn = !empty && !asTable;
  return (
    <figure className={classes.chart} aria-label={title} ref={figure}>
      <div className={classes.head}>
        <h3>{title}</h3>
        {data !== undefined && <ChartFacts data={data} range={range} zone={zone} />}
        {data !== undefined && (
          <ChartMenu
            title={title}
            figure={figure}
            asTable={asTable}
            onTable={() => setAsTable((now) => !now)}
            onCsv={saveCsv}
            onPng={drawn ? () => void savePng() : undefined}
          />
        )}
      </div>
      {data === undefined || picture === null ? (
        <MissingChart failed={failed} title={title} height={height} />
      ) : (
        <>
          {empty && <EmptyChart height={height} notes={data.notes} />}
          {!empty && asTable && (
            <ChartTable title={title} data={data} range={range} zone={zone} height={height} />
          )}
          {drawn && (
            <Plot
              title={title}
              picture={picture}
              height={height}
              onCanvas={(made) => {
                canvas.current = made;
              }}
            />
          )}
          {!empty && (
            <Legend series={data.series} scene={picture.scene} off={off} theme={theme} onToggle={toggle} />
          )}
          {failed !== undefined && (
            <p className={classes.failed} role="alert">
              {failed}
            </p>
          )}
        </>
      )}
      {!empty &&
        data?.notes.map((note) => (
          <p key={note} className={classes.note}>
            {note}
          </p>
        ))}
    </figure>
  );
}

/** All that is drawn; a change of the clocks is marked by itself. */
function usePicture(
  scene: Picture['scene'] | null,
  { from, to }: ShownRange,
  { markers = noMarkers, limit }: TimeChartProps,
): Picture | null {
  const { zone } = usePreferences();
  const value = limit?.value;
  const label = limit?.label ?? '';
  return useMemo(() => {
    if (scene === null) return null;
    const change = clockChange(from, to, zone);
    return {
      scene,
      from,
      to,
      zone,
      markers: change === null ? markers : [...markers, change],
      limit: value === undefined ? undefined : { value, label },
    };
  }, [scene, from, to, zone, markers, value, label]);
}
