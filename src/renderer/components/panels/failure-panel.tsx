import { Button } from '@mantine/core';
import { failureOf } from '../../transport/failure.ts';
import { StatePanel } from './state-panel.tsx';

/** A read that failed, with its message and, where trying again may help, a button for it. */
export function FailurePanel({
  error,
  what,
  onRetry,
}: {
  error: unknown;
  what: string;
  onRetry: () => void;
}) {
  const failure = failureOf(error);
  if (failure.code === 'FORBIDDEN') {
    return (
      <StatePanel kind="forbidden" title={`Your role cannot see ${what}`}>
        {failure.message}
      </StatePanel>
    );
  }
  const gone = failure.code === 'UNAVAILABLE';
  const missing = failure.code === 'NOT_FOUND';
  return (
    <StatePanel
      kind={gone ? 'offline' : missing ? 'none-found' : 'error'}
      title={missing ? `No ${what} here` : `Could not load ${what}`}
      action={
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {failure.message}
    </StatePanel>
  );
}

/** Nothing has been read yet and nothing can be, for now. */
export function WaitingPanel({ what }: { what: string }) {
  return (
    <StatePanel kind="offline" title={`Waiting for an answer to show ${what}`}>
      There is none just now. This loads by itself as soon as there is.
    </StatePanel>
  );
}
