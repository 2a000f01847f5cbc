import { Button } from '@mantine/core';
import { useId } from 'react';
import {
  type FittedLaw,
  type LawReport,
  type Scaling,
  throughputAt,
} from '../../../../../contract/metrics/headroom/law.ts';
import { valueText } from '../../../../components/charts/unit-text.ts';
import classes from './law.module.css';
import { asItIs, atBest, isTried, peakOf, type Trial, tried } from './scaling.ts';

interface WhatIfProps {
  report: LawReport;
  law: FittedLaw;
  scaling: Scaling;
  trial: Trial;
  onChange: (trial: Trial) => void;
}

/** What the law says of changes: reckoned here from α, β and γ as one moves. */
export function WhatIf({ report, law, scaling, trial, onChange }: WhatIfProps) {
  const change = (part: Partial<Trial>) => onChange({ ...trial, ...part });
  return (
    <section className={classes.whatIf} aria-label="What if">
      <h2>What if</h2>
      <Slider
        label="β, what sessions cost each other"
        value={trial.beta}
        least={0}
        most={2}
        step={0.05}
        text={trial.beta === 0 ? 'none' : `${times(trial.beta)} of now`}
        onChange={(beta) => change({ beta })}
      />
      <Slider
        label="Speed of one session"
        value={trial.speed}
        least={0.5}
        most={4}
        step={0.1}
        text={`${times(trial.speed)} of now`}
        onChange={(speed) => change({ speed })}
      />
      <Slider
        label="Cores"
        value={trial.cores}
        least={1}
        most={4}
        step={0.5}
        text={trial.cores === 1 ? 'as many as now' : `${trial.cores} times as many`}
        onChange={(cores) => change({ cores })}
      />
      <div className={classes.quick}>
        <Button size="compact-xs" variant="default" onClick={() => change({ beta: 0.5 })}>
          Halve β
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => change({ cores: 2 })}>
          Twice the cores
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={!isTried(trial)}
          onClick={() => onChange(asItIs)}
        >
          As it is
        </Button>
      </div>
      <Outcome report={report} law={law} scaling={scaling} trial={trial} />
      {trial.cores !== 1 && (
        <p className={classes.note}>
          The law counts sessions, not cores, so it cannot tell what more cores do: at best as much as{' '}
          {trial.cores} such servers that share the sessions and nothing else, and nothing at all where
          sessions wait for locks.
        </p>
      )}
    </section>
  );
}

function Outcome({ report, law, scaling, trial }: Omit<WhatIfProps, 'onChange'>) {
  if (!isTried(trial)) {
    return <p className={classes.note}>Move one to see what the law says of it.</p>;
  }
  const at = report.busiest?.n ?? law.largestN;
  const before = throughputAt(scaling, at);
  const after = throughputAt(tried(scaling, trial), at);
  const best = atBest(scaling, trial, at);
  const peak = peakOf(tried(scaling, trial));
  return (
    <p className={classes.outcome} aria-live="polite">
      At the busiest N of {figure(at)}: <strong>{valueText(after, 'per-second')}</strong> instead of{' '}
      {valueText(before, 'per-second')} ({changeText(before, after)})
      {trial.cores !== 1 && `, at best ${valueText(best, 'per-second')} (${changeText(before, best)})`}.{' '}
      {law.peak !== null &&
        (peak === null
          ? 'There would be no peak.'
          : `The peak would be ${valueText(peak.x, 'per-second')} at N = ${figure(peak.n)}.`)}
    </p>
  );
}

interface SliderProps {
  label: string;
  value: number;
  least: number;
  most: number;
  step: number;
  text: string;
  onChange: (value: number) => void;
}

function Slider({ label, value, least, most, step, text, onChange }: SliderProps) {
  const id = useId();
  return (
    <div className={classes.slider}>
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{text}</output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={text}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
    </div>
  );
}

const figure = (value: number) => String(Number(value.toPrecision(3)));
const times = (value: number) => `${Math.round(value * 100)}%`;

function changeText(before: number, after: number): string {
  const percent = Math.round((after / before - 1) * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)}%`;
}
