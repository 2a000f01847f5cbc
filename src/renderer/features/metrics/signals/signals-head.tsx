import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import type { SignalChange, Signals } from '../../../../contract/metrics/signals.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { valueText } from '../../../components/charts/unit-text.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import { failureOf } from '../../../transport/failure.ts';
import { changeText, summaryOf } from './signal-words.ts';
import classes from './signals.module.css';

interface SignalsHeadProps {
  signals: Signals;
  /** Why the last reading failed, where an older one is still shown. */
  failed: unknown;
  refreshing: boolean;
  onRefresh: () => void;
  onlyLook: boolean;
  onOnlyLook: (only: boolean) => void;
}

/** The whole in a line, what changed against last week, and how old it is. */
export function SignalsHead({
  signals,
  failed,
  refreshing,
  onRefresh,
  onlyLook,
  onOnlyLook,
}: SignalsHeadProps) {
  const { asOf, server } = signals;
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <h2>{summaryOf(signals.signals)}</h2>
        <p className={classes.server}>{server}</p>
        <div className={classes.tools}>
          <AgeBadge asOf={asOf} refreshing={refreshing} onRefresh={onRefresh} oldAfter={90_000} />
          <Button
            size="xs"
            variant="default"
            aria-pressed={onlyLook}
            data-on={onlyLook || undefined}
            leftSection={<IconEye size={16} stroke={1.7} aria-hidden />}
            title={keyTitle('signals.look')}
            onClick={() => onOnlyLook(!onlyLook)}
          >
            Only what needs a look
          </Button>
        </div>
      </div>
      {failed !== null && (
        <p className={classes.failed} role="alert">
          {failureOf(failed).message} What is shown was read before.
        </p>
      )}
      <Changes changes={signals.changes} />
    </header>
  );
}

function Changes({ changes }: { changes: readonly SignalChange[] }) {
  return (
    <dl className={classes.changes} aria-label="The last hour, against the same hour of last week">
      <div>
        <dt className={classes.leadName}>What changed</dt>
        <dd className={classes.was}>the last hour, against the same of last week</dd>
      </div>
      {changes.map(({ name, unit, now, before, missing }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={missing ?? undefined}>
            <strong>{now === null ? 'unknown' : valueText(now, unit)}</strong>{' '}
            {now !== null && before !== null ? (
              <>
                {changeText(now, before)} <span className={classes.was}>was {valueText(before, unit)}</span>
              </>
            ) : (
              <span className={classes.was}>
                {now === null ? 'not sampled in the last hour' : 'not sampled last week'}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
