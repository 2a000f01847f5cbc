import { IconX } from '@tabler/icons-react';
import type { TicketChange } from '../../../../../../contract/tickets/queue.ts';
import { MemberText } from '../../../../../components/text/member-text.tsx';
import { changeWords } from '../../../macros/macro-words.ts';
import { useMacroNames } from '../../../macros/use-macro-names.ts';
import classes from './changes.module.css';

interface ChangesProps {
  change: TicketChange;
  missing: readonly string[];
  onChange: (change: TicketChange) => void;
}

/** What becomes of the ticket as the answer goes, and what the text still lacks. */
export function Changes({ change, missing, onChange }: ChangesProps) {
  const names = useMacroNames();
  const words = changeWords(change, names);
  if (words.length === 0 && missing.length === 0) return null;
  return (
    <p className={classes.line}>
      {missing.length > 0 && (
        <span className={classes.missing} role="status">
          To fill in (Tab): {missing.map((name) => `{${name}}`).join(', ')}
        </span>
      )}
      {words.length > 0 && (
        <span className={classes.with}>
          With it:{' '}
          {words.map((each) => (
            <span key={each} className={classes.change}>
              <MemberText text={each} />
            </span>
          ))}
          <button
            type="button"
            className={classes.drop}
            aria-label="Change nothing with it"
            title="Change nothing with it"
            onClick={() => onChange({})}
          >
            <IconX size={13} stroke={2} aria-hidden />
          </button>
        </span>
      )}
    </p>
  );
}
