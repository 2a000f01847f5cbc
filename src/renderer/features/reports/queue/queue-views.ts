import type { CommandId } from '../../../keys/key-map.ts';
import type { ShownView } from '../reports-address.ts';

interface ViewWords {
  readonly label: string;
  readonly command: CommandId;
  /** What is said where it is empty, and why that is so. */
  readonly empty: string;
  readonly why: string;
}

export const viewWords: Record<ShownView, ViewWords> = {
  next: {
    label: 'Next for me',
    command: 'queue.view.next',
    empty: 'Nothing waits for you',
    why: 'Every open case is with a colleague, held or done. New ones come by themselves.',
  },
  unclaimed: {
    label: 'Unclaimed',
    command: 'queue.view.unclaimed',
    empty: 'Every open case is with someone',
    why: 'New ones come by themselves.',
  },
  mine: {
    label: 'Mine',
    command: 'queue.view.mine',
    empty: 'You hold no case',
    why: 'A case is yours when you claim it or a colleague hands it to you.',
  },
  held: {
    label: 'Held',
    command: 'queue.view.held',
    empty: 'No case is on hold',
    why: 'A case that is held until a date comes back into the queue by itself.',
  },
  escalated: {
    label: 'Escalated',
    command: 'queue.view.escalated',
    empty: 'Nothing was escalated',
    why: 'Cases that a moderator hands to the administrators stand here.',
  },
  done: {
    label: 'Done',
    command: 'queue.view.done',
    empty: 'No case is done yet',
    why: 'Cases that were decided stand here, the latest first.',
  },
  endings: {
    label: 'Ending soon',
    command: 'queue.view.endings',
    empty: 'No sanction is about to end',
    why: 'Those that a decision set and that end within a day stand here, until someone says what is to become of them.',
  },
};
