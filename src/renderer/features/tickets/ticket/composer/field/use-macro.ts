import type { RefObject } from 'react';
import type { TicketRow } from '../../../../../../contract/tickets/queue.ts';
import type { Macro } from '../../../../../../contract/tickets/rules.ts';
import { openTicketPlaceholders } from '../../../../../../contract/tickets/templates.ts';
import { useChangeTicket } from '../../change/use-change-ticket.ts';
import type { Pen } from '../pen/use-pen.ts';
import type { PenKind } from '../pen/written.ts';
import { filled, spansOf } from './placeholders.ts';

interface UseMacroProps {
  row: TicketRow;
  pen: Pen;
  field: RefObject<HTMLTextAreaElement | null>;
  onKind: (kind: PenKind) => Pen;
}

/**
 * Does what a macro says. Its text goes below what is written; its changes go with the answer or, where it brings a note
 * or no text at all, are made at once.
 */
export function useMacro({ row, pen, field, onKind }: UseMacroProps) {
  const { apply } = useChangeTicket(row);
  return ({ body, asNote, change }: Macro) => {
    const brings = Object.keys(change).length > 0;
    if (body === null) {
      if (brings) apply(change);
      return;
    }
    const kind = asNote ? 'note' : 'reply';
    const target = kind === pen.name.kind ? pen : onKind(kind);
    const before = target.read().body.trimEnd();
    const text = filled(body, row);
    target.change({ body: before === '' ? text : `${before}\n\n${text}` });
    if (brings && asNote) apply(change);
    if (brings && !asNote) target.setChange({ ...target.read().change, ...change });
    // Once the field has the text: at the first name that is to be filled, or at its end.
    requestAnimationFrame(() => {
      const element = field.current;
      if (element === null) return;
      const [span] = spansOf(element.value, openTicketPlaceholders(element.value));
      const end = element.value.length;
      element.focus();
      element.setSelectionRange(span?.start ?? end, span?.end ?? end);
    });
  };
}
