import { Button } from '@mantine/core';
import { useRef } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  type FittedLaw,
  type LawReport,
  type Scaling,
  throughputAt,
} from '../../../../../contract/metrics/headroom/law.ts';
import { axisTexts, valueText } from '../../../../components/charts/unit-text.ts';
import classes from './law.module.css';
import { saveLawPicture } from './save-picture.ts';
import { savePoints } from './save-points.ts';
import { atBest, isTried, type Trial, tried } from './scaling.ts';

interface Row {
  n: number;
  /** What was measured. */
  x?: number;
  count?: number;
  /** The fitted curve, and the band in which 19 of 20 points are expected. */
  law?: number;
  band?: [number, number];
  trial?: number;
  best?: number;
}

const title = 'Statements a second, by sessions at work';
const curvePoints = 80;

interface LawChartProps {
  report: LawReport;
  law: FittedLaw | null;
  scaling: Scaling | null;
  trial: Trial;
}

/** Throughput against concurrency: what was measured, the law through it, and what is tried. */
export function LawChart({ report, law, scaling, trial }: LawChartProps) {
  const largest = Math.max(1, ...report.bins.map(({ n }) => n));
  const end = Math.min(2 * largest, Math.max(1.25 * largest, 1.15 * (law?.peak?.n ?? 0)));
  const rows = rowsOf({ report, law, scaling, trial }, end);
  const isTrial = scaling !== null && isTried(trial);
  const figure = useRef<HTMLElement>(null);
  const savePicture = () => {
    if (figure.current !== null) void saveLawPicture(figure.current, title);
  };
  return (
    <figure ref={figure} className={classes.chart}>
      <div className={classes.head}>
        <figcaption>{title}</figcaption>
        <div className={classes.files}>
          <Button size="compact-xs" variant="default" onClick={savePicture}>
            Save as PNG
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => savePoints(report, scaling)}>
            Save as CSV
          </Button>
        </div>
      </div>
      <ResponsiveContainer width="100%" height={380}>
        <ComposedChart
          data={rows}
          margin={{ top: 12, right: 16, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--line-faint)" />
          <XAxis
            type="number"
            dataKey="n"
            domain={[0, end]}
            tickFormatter={(n: number) => String(Number(n.toPrecision(3)))}
            tick={{ fill: 'var(--ink-3)', fontSize: 12 }}
            stroke="var(--line)"
            tickCount={9}
          />
          <YAxis
            tickFormatter={(x: number) => axisTexts([x], 'per-second')[0] ?? ''}
            tick={{ fill: 'var(--ink-3)', fontSize: 12 }}
            stroke="var(--line)"
            width={64}
            domain={[0, 'auto']}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as Row | undefined;
              return active === true && row !== undefined ? <Tip row={row} /> : null;
            }}
          />
          <Legend iconSize={20} wrapperStyle={{ fontSize: 13, color: 'var(--ink-2)' }} />
          {law !== null && (
            <Area
              dataKey="band"
              name="Where 19 of 20 points are expected"
              stroke="none"
              fill="var(--law-line)"
              fillOpacity={0.12}
              isAnimationActive={false}
              connectNulls
              legendType="square"
            />
          )}
          {law !== null && (
            <Line
              dataKey="law"
              name="The law"
              stroke="var(--law-line)"
              strokeWidth={2}
              dot={false}
              activeDot={false}
              isAnimationActive={false}
              connectNulls
              legendType="plainline"
            />
          )}
          {isTrial && (
            <Line
              dataKey="trial"
              name="What is tried"
              stroke="var(--law-trial)"
              strokeWidth={2}
              strokeDasharray="6 4"
              dot={false}
              activeDot={false}
              isAnimationActive={false}
              connectNulls
              legendType="plainline"
            />
          )}
          {isTrial && trial.cores !== 1 && (
            <Line
              dataKey="best"
              name={`At best, with ${trial.cores} times the cores`}
              stroke="var(--law-trial)"
              strokeWidth={2}
              strokeDasharray="2 3"
              dot={false}
              activeDot={false}
              isAnimationActive={false}
              connectNulls
              legendType="plainline"
            />
          )}
          <Scatter
            dataKey="x"
            name="Measured"
            fill="var(--law-point)"
            isAnimationActive={false}
            shape={Dot}
          />
          {law?.peak && (
            <ReferenceLine
              x={law.peak.n}
              stroke="var(--ink-3)"
              strokeDasharray="3 3"
              label={{ value: 'peak', position: 'insideTopRight', fill: 'var(--ink-2)', fontSize: 12 }}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

function rowsOf({ report, law, scaling, trial }: LawChartProps, end: number): Row[] {
  const measured: Row[] = report.bins.map(({ n, x, count }) => ({ n, x, count }));
  if (law === null || scaling === null) return measured;
  const margin = 2 * law.residualSe;
  const isTrial = isTried(trial);
  const curve = Array.from({ length: curvePoints + 1 }, (_, i): Row => {
    const n = (end * i) / curvePoints;
    const x = throughputAt(scaling, n);
    return {
      n,
      law: x,
      band: [Math.max(0, x - margin), x + margin],
      ...(isTrial ? { trial: throughputAt(tried(scaling, trial), n), best: atBest(scaling, trial, n) } : {}),
    };
  });
  return [...measured, ...curve].sort((a, b) => a.n - b.n);
}

/** A row of the curve alone has no point. */
function Dot({ cx, cy, payload }: { cx?: number | undefined; cy?: number | undefined; payload?: Row }) {
  if (payload?.x === undefined) return <g />;
  return <circle cx={cx} cy={cy} r={2.5} fill="var(--law-point)" fillOpacity={0.75} />;
}

function Tip({ row }: { row: Row }) {
  const figures = [
    ['Measured', row.x],
    ['The law', row.law],
    ['What is tried', row.trial],
  ] as const;
  return (
    <div className={classes.tip}>
      <strong>N = {Number(row.n.toPrecision(3))}</strong>
      {figures.map(
        ([name, value]) =>
          value !== undefined && (
            <span key={name}>
              {name}: {valueText(value, 'per-second')}
            </span>
          ),
      )}
      {row.count !== undefined && <span>mean of {row.count} steps</span>}
    </div>
  );
}
