import '@mantine/core/styles.layer.css';
import '../../../../../src/renderer/styles/tokens.css';
import '../../../../../src/renderer/styles/base.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { ChartData } from '../../../../../src/contract/metrics/values.ts';
import { ChartGroup, type ShownRange } from '../../../../../src/renderer/components/charts/chart-group.tsx';
import { TimeChart } from '../../../../../src/renderer/components/charts/time-chart.tsx';
import { charts, from, readingsOf, to } from './readings.ts';

declare global {
  interface Window {
    /** Draws a wall; milliseconds until it was painted. */
    drawWall?: (kind: 'console' | 'recharts') => Promise<number>;
  }
}

const range: ShownRange = { from, to, isLive: false, show: () => {}, back: () => {} };
const grid = {
  display: 'grid',
  gridTemplateColumns: 'repeat(3, 1fr)',
  gap: 10,
  height: 900,
  overflow: 'auto',
};
const colours = ['#1d6a5e', '#260a83', '#b27b1b'];

/** The console's own wall. */
function ConsoleWall({ all }: { all: readonly ChartData[] }) {
  return (
    <MantineProvider>
      <ChartGroup range={range}>
        <div style={grid}>
          {all.map((data, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the chart
            <TimeChart key={place} title={`Chart ${place + 1}`} data={data} height={150} />
          ))}
        </div>
      </ChartGroup>
    </MantineProvider>
  );
}

/** The same lines as one draws them with recharts, one cross-hair over all. */
function RechartsWall({ all }: { all: readonly ChartData[] }) {
  return (
    <div style={grid}>
      {all.map((data, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is the chart
        <ResponsiveContainer key={place} width="100%" height={200}>
          <LineChart data={rowsOf(data)} syncId="wall" syncMethod="value">
            <CartesianGrid vertical={false} />
            <XAxis dataKey="at" type="number" domain={[from, to]} />
            <YAxis />
            <Tooltip isAnimationActive={false} />
            <Legend />
            {data.series.map(({ name, label }, index) => (
              <Line
                key={name}
                dataKey={name}
                name={label}
                stroke={colours[index] ?? '#000'}
                dot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      ))}
    </div>
  );
}

function rowsOf(data: ChartData) {
  return data.at.map((at, index) =>
    Object.fromEntries([['at', at], ...data.series.map(({ name, mean }) => [name, mean[index] ?? null])]),
  );
}

window.drawWall = async (kind) => {
  const root = document.querySelector('#root');
  if (root === null) throw new Error('the page has no root');
  const all = Array.from({ length: charts }, (_, chart) => readingsOf(chart));
  const began = performance.now();
  createRoot(root).render(kind === 'console' ? <ConsoleWall all={all} /> : <RechartsWall all={all} />);
  const drawn = kind === 'console' ? '.u-over' : '.recharts-line-curve';
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  while (document.querySelectorAll(drawn).length < charts) await frame();
  await frame();
  // The frame that follows begins when the one that holds it has been handed over.
  await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - began;
};
