import type { CaseEvent } from '../../../../../contract/reports/case.ts';
import { Utc } from '../../../../../contract/values.ts';
import type { Zone } from '../../../../preferences/preferences.ts';
import { absoluteOf } from '../../../../preferences/time-format.ts';

export interface EventWords {
  /** What happened, after who did it: “put it on hold until …”. Where nobody did, a sentence of its own. */
  readonly deed: string;
  /** What somebody wrote about it. */
  readonly note: string | null;
}

/** What happened, in words. `nameOf` gives the name of a staff account. */
export function eventWords(
  { kind, actor, detail }: CaseEvent,
  nameOf: (account: string) => string,
  zone: Zone,
): EventWords {
  const text = (key: string) => (typeof detail[key] === 'string' ? detail[key] : null);
  const until = text('until');
  const untilWords =
    until !== null && Utc.safeParse(until).success ? ` until ${absoluteOf(until, zone)}` : '';
  switch (kind) {
    case 'opened':
      return said(`Opened by ${reportWords(detail.reports, 'the first report', 'reports')}`);
    case 'joined':
      return said(
        `${sentence(reportWords(detail.reports, 'another report', 'more reports'))} came${
          text('policy') === null ? '' : `; it stands under “${text('policy')}” since`
        }`,
      );
    case 'edited':
      return said('What was reported was edited; both states are kept');
    case 'referred':
      return said(
        `${nameOf(text('by') ?? 'Support')} of support handed ticket ${text('ticket') ?? ''} over`,
        text('reason'),
      );
    case 'handed-over':
      return said(`handed it to ${nameOf(text('to') ?? 'a colleague')}`, text('note'));
    case 'held':
      return said(`put it on hold${untilWords}`, text('note'));
    case 'resumed':
      return said(
        actor === null ? 'Came back into the queue: its time on hold was over' : 'put it back into the queue',
      );
    case 'escalated':
      return said('escalated it to the administrators', text('reason'));
    case 'noted':
      return said('wrote a note', text('note'));
    case 'decided':
      return said(`decided it: ${text('outcome') ?? 'no longer known how'}`, text('reason'));
    case 'undone':
      return said(`took back: ${text('outcome') ?? 'a decision'}`);
    default:
      return said(`did something that this console does not know: ${kind}`);
  }
}

function said(deed: string, note: string | null = null): EventWords {
  return { deed, note };
}

function reportWords(count: CaseEvent['detail'][string] | undefined, one: string, many: string): string {
  return typeof count === 'number' && count > 1 ? `${count} ${many}` : one;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
