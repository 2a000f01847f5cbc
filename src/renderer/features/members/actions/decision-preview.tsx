import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { MemberId } from '../../../../contract/values.ts';
import { untilOf } from '../../../components/fields/until.ts';
import { PreviewSentences } from '../../../components/preview-sentences.tsx';
import { useNow } from '../../../preferences/clock.ts';
import { usePreferences } from '../../../preferences/preferences.ts';
import { calls } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { type DecisionDraft, takesUntil } from './decision-draft.ts';
import classes from './decision-preview.module.css';

/** How long typing rests before it is looked at, in milliseconds. */
const rest = 250;

interface DecisionPreviewProps {
  memberIds: readonly MemberId[];
  draft: DecisionDraft;
  mayTell: boolean;
}

/** What would happen, in sentences from the core: effects, warnings, and problems for which it cannot. */
export function DecisionPreview({ memberIds, draft, mayTell }: DecisionPreviewProps) {
  const now = useNow();
  const { zone } = usePreferences();
  const { action, tells } = draft;
  const nickname = draft.action === 'rename' ? draft.nickname.trim() : '';
  // To the minute, so that the same choice is the same question.
  const minute = Math.floor(now / 60_000) * 60_000;
  const until = takesUntil(action) ? untilOf(draft.until, minute, zone) : null;
  const asked = useMemo(
    () => ({ action, until, nickname: nickname === '' ? null : nickname, hasMessage: tells && mayTell }),
    [action, until, nickname, tells, mayTell],
  );
  const [settled] = useDebouncedValue(asked, rest);
  const { hasMessage, ...decision } = settled;
  const complete =
    decision.until !== 'invalid' && (decision.action !== 'rename' || decision.nickname !== null);
  const preview = useQuery(
    calls.members.preview.queryOptions({
      input: {
        memberIds: [...memberIds],
        decision: { ...decision, until: decision.until === 'invalid' ? null : decision.until },
        hasMessage,
      },
      enabled: complete,
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  );
  return (
    <section
      className={classes.preview}
      aria-label="What will happen"
      aria-live="polite"
      aria-busy={preview.isFetching}
    >
      <h3>What will happen</h3>
      {!complete ? (
        <p className={classes.quiet}>Shown when the form is complete.</p>
      ) : preview.data !== undefined ? (
        <PreviewSentences preview={preview.data} />
      ) : preview.isError ? (
        <p className={classes.failed}>{failureOf(preview.error).message}</p>
      ) : (
        <p className={classes.quiet}>
          {preview.isPaused ? 'Shown when the database answers again.' : 'Looking…'}
        </p>
      )}
    </section>
  );
}
