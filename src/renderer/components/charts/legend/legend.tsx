import { useEffect, useEffectEvent, useRef } from 'react';
import type { ChartSeries } from '../../../../contract/metrics/values.ts';
import { useChartGroup } from '../chart-group.tsx';
import { type Stroke, strokeOf, type Theme } from '../palette.ts';
import { latestOf, type Row, readOut } from '../plot/read-out.ts';
import type { Scene } from '../plot/scene.ts';
import classes from './legend.module.css';

interface LegendProps {
  series: readonly ChartSeries[];
  scene: Scene;
  off: ReadonlySet<string>;
  theme: Theme;
  onToggle: (name: string) => void;
}

/** The series by name, each switched on and off by its entry, with its value at the cross-hair or else its last. */
export function Legend({ series, scene, off, theme, onToggle }: LegendProps) {
  const { range, crossHair } = useChartGroup();
  const values = useRef(new Map<string, HTMLElement>());
  const changes = useRef(new Map<string, HTMLElement>());
  const show = useEffectEvent((time: number | null) => {
    const rows = time === null ? latestOf(scene, range.from, range.to) : readOut(scene, time);
    const byName = new Map(rows.map((row) => [row.line.name, row]));
    for (const [name, element] of values.current) write(element, textOf(byName.get(name)));
    for (const [name, element] of changes.current) write(element, byName.get(name)?.change ?? '');
  });
  useEffect(() => crossHair.subscribe(show), [crossHair]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what they say changes with each of these
  useEffect(() => show(crossHair.time()), [scene, range, crossHair]);
  return (
    <ul className={classes.legend}>
      {series.map(({ name, label, unit }, place) => (
        <li key={name}>
          <button
            type="button"
            className={classes.entry}
            aria-pressed={!off.has(name)}
            title={`${label}: ${off.has(name) ? 'show' : 'hide'} it`}
            onClick={() => onToggle(name)}
          >
            <Swatch stroke={strokeOf(place, theme)} filled={scene.kind === 'stacked'} />
            <span className={classes.label}>
              {label}
              {unit === scene.units[1] && <span className={classes.side}> (right)</span>}
            </span>
            <span className={classes.value} ref={keptIn(values.current, name)} />
            <span className={classes.change} ref={keptIn(changes.current, name)} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function keptIn(map: Map<string, HTMLElement>, name: string) {
  return (element: HTMLElement | null) => {
    if (element === null) map.delete(name);
    else map.set(name, element);
  };
}

function textOf(row: Row | undefined): string {
  return row?.text ?? '';
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A piece of the line as the chart draws it. */
function Swatch({ stroke, filled }: { stroke: Stroke; filled: boolean }) {
  return (
    <svg width="22" height="10" viewBox="0 0 22 10" aria-hidden className={classes.swatch}>
      {filled ? (
        <rect x="4" y="0" width="14" height="10" rx="2" fill={stroke.colour} />
      ) : (
        <line
          x1="0"
          x2="22"
          y1="5"
          y2="5"
          stroke={stroke.colour}
          strokeWidth="2.4"
          strokeDasharray={stroke.dash.join(' ')}
        />
      )}
    </svg>
  );
}
