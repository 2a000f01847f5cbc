import { Button } from '@mantine/core';
import type { TicketView } from '../../../../contract/tickets/queue.ts';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import { viewWords } from '../desk-views.ts';

export interface EmptyProps {
  view: TicketView;
  filtered: boolean;
  onClearFilters: () => void;
}

/** That a view has no ticket, why, and what may bring some. */
export function EmptyList({ view, filtered, onClearFilters }: EmptyProps) {
  const { label, empty, why } = viewWords[view];
  if (!filtered) {
    return (
      <StatePanel kind="empty" title={empty}>
        {why}
      </StatePanel>
    );
  }
  return (
    <StatePanel
      kind="none-found"
      title={`No ticket in “${label}” fits the filters`}
      action={
        <Button size="xs" variant="default" onClick={onClearFilters}>
          Clear the filters
        </Button>
      }
    />
  );
}
