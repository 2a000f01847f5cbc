import { IconCheck, IconEye, IconQuestionMark } from '@tabler/icons-react';
import type { Headline, TrafficOverview } from '../../../../contract/metrics/traffic.ts';
import type { Unit } from '../../../../contract/metrics/values.ts';
import { valueText } from '../../../components/charts/unit-text.ts';
import classes from './traffic-view.module.css';
import { changeText, stateWords } from './traffic-words.ts';

const tiles: readonly { key: keyof TrafficOverview['headlines']; name: string; unit: Unit }[] = [
  { key: 'requests', name: 'Requests', unit: 'per-second' },
  { key: 'pageviews', name: 'Pageviews today', unit: 'count' },
  { key: 'errors', name: 'Errors', unit: 'ratio' },
  { key: 'latency', name: 'Latency p95', unit: 'milliseconds' },
  { key: 'active', name: 'Active members', unit: 'count' },
];

const icons = { usual: IconCheck, watch: IconEye, unknown: IconQuestionMark } as const;

/** How the site does, at a glance: each number beside the same of a week earlier. */
export function Headlines({ headlines }: { headlines: TrafficOverview['headlines'] }) {
  return (
    <dl className={classes.headlines} aria-label="Now, against a week earlier">
      {tiles.map(({ key, name, unit }) => (
        <Tile key={key} name={name} unit={unit} headline={headlines[key]} />
      ))}
    </dl>
  );
}

function Tile({ name, unit, headline }: { name: string; unit: Unit; headline: Headline }) {
  const { now, before, state, reason } = headline;
  const Icon = icons[state];
  return (
    <div className={classes.tile} data-state={state}>
      <dt>
        {name}
        <span className={classes.state}>
          <Icon size={14} stroke={2} aria-hidden /> {stateWords[state]}
        </span>
      </dt>
      <dd>
        <span className={classes.value}>{now === null ? '–' : valueText(now, unit)}</span>
        {now !== null && (
          <span className={classes.change}>
            {before === null
              ? 'nothing told a week earlier'
              : before > 0
                ? `${changeText(now, before)}, was ${valueText(before, unit)}`
                : `was ${valueText(before, unit)}`}
          </span>
        )}
        <span className={classes.reason}>{reason}</span>
      </dd>
    </div>
  );
}
