import { Button } from '@mantine/core';
import { StatePanel } from '../components/panels/state-panel.tsx';

/** A fault of the interface itself: the screen could not be drawn. */
export function FailedView({ reset }: { reset: () => void }) {
  return (
    <StatePanel
      kind="error"
      title="This screen could not be shown"
      action={
        <>
          <Button size="xs" onClick={reset}>
            Show it again
          </Button>
          <Button size="xs" variant="default" onClick={() => location.assign('/')}>
            Go to the start
          </Button>
        </>
      }
    >
      Something went wrong inside Caretaker’s interface. Nothing was changed in the database.
    </StatePanel>
  );
}
