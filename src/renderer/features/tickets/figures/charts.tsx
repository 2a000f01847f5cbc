import type { ReactNode } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Figures } from '../../../../contract/tickets/figures.ts';
import { countText, minutesText, stepText } from './figure-words.ts';
import classes from './figures.module.css';

type Step = Figures['step'];

/** How many were opened and solved, and how soon, step by step. The same stands in the table. */
export function Charts({ figures }: { figures: Figures }) {
  const { step } = figures;
  const points = figures.days.map((it) => ({
    day: it.day,
    opened: it.opened,
    solved: it.solved,
    median: it.first.median,
    p90: it.first.p90,
  }));
  const of = step === 'day' ? 'a day' : step === 'week' ? 'a week, by its Monday' : 'a month';
  return (
    <div className={classes.charts}>
      <Chart title={`Tickets ${of}`} step={step} points={points} unit={countText}>
        <Bar dataKey="opened" name="Opened" fill="var(--chart-1)" isAnimationActive={false} />
        <Line
          dataKey="solved"
          name="Solved"
          stroke="var(--chart-2)"
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
      </Chart>
      <Chart title="Time to the first answer, business hours" step={step} points={points} unit={minutesText}>
        <Line
          dataKey="median"
          name="Median"
          stroke="var(--chart-1)"
          strokeWidth={2}
          dot={points.length < 32}
          isAnimationActive={false}
        />
        <Line
          dataKey="p90"
          name="Nine in ten within"
          stroke="var(--chart-2)"
          strokeWidth={2}
          strokeDasharray="5 4"
          dot={false}
          isAnimationActive={false}
        />
      </Chart>
    </div>
  );
}

interface ChartProps {
  title: string;
  step: Step;
  points: readonly { day: string }[];
  unit: (value: number) => string;
  children: ReactNode;
}

function Chart({ title, step, points, unit, children }: ChartProps) {
  return (
    <figure className={classes.chart}>
      <figcaption>{title}</figcaption>
      <ResponsiveContainer width="100%" height={220}>
        <ComposedChart
          data={[...points]}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line-faint)" />
          <XAxis
            dataKey="day"
            tickFormatter={(day: string) => stepText(day, step)}
            tick={{ fill: 'var(--ink-3)', fontSize: 12 }}
            stroke="var(--line)"
            minTickGap={28}
          />
          <YAxis
            tickFormatter={unit}
            tick={{ fill: 'var(--ink-3)', fontSize: 12 }}
            stroke="var(--line)"
            width={72}
            allowDecimals={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--hover)', stroke: 'var(--line-strong)' }}
            content={({ active, label, payload }) =>
              active === true ? (
                <div className={classes.tip}>
                  <strong>{stepText(String(label), step)}</strong>
                  {payload.map((it) => (
                    <span key={String(it.dataKey)}>
                      {it.name}: {typeof it.value === 'number' ? unit(it.value) : '–'}
                    </span>
                  ))}
                </div>
              ) : null
            }
          />
          <Legend iconSize={12} wrapperStyle={{ fontSize: 13, color: 'var(--ink-2)' }} />
          {children}
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}
