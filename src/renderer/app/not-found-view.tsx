import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { StatePanel } from '../components/panels/state-panel.tsx';

export function NotFoundView() {
  return (
    <>
      <h1 className="unseen">Nothing here</h1>
      <StatePanel
        kind="none-found"
        title="There is no such place in Caretaker"
        action={
          <Button size="xs" variant="default" component={Link} to="/">
            Go to the start
          </Button>
        }
      >
        The address may be of a newer version, or mistyped.
      </StatePanel>
    </>
  );
}
