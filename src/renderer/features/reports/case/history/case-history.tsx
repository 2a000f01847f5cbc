import { useState } from 'react';
import type { CaseEvent } from '../../../../../contract/reports/case.ts';
import type { DecidedCase } from '../../../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../../../contract/reports/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { usePreferences } from '../../../../preferences/preferences.ts';
import { useStaffNames } from '../../../staff/staff-name.tsx';
import { CaseNote } from './case-note.tsx';
import { DecidedRow } from './decided-row.tsx';
import { eventWords } from './event-words.ts';
import classes from './history.module.css';

/** How many show at first. */
const few = 6;

interface CaseHistoryProps {
  caseId: CaseId;
  events: readonly CaseEvent[];
  decisions: readonly DecidedCase[];
}

type Entry = { at: string; key: string } & ({ event: CaseEvent } | { decision: DecidedCase });

/** What happened to the case, the latest first: decisions with what can still be done about them, and all else. */
export function CaseHistory({ caseId, events, decisions }: CaseHistoryProps) {
  const [all, setAll] = useState(false);
  const entries = entriesOf(events, decisions);
  return (
    <section className={classes.part} aria-label="History">
      <h3>History</h3>
      <CaseNote caseId={caseId} />
      <ul>
        {entries
          .slice(0, all ? undefined : few)
          .map((entry) =>
            'decision' in entry ? (
              <DecidedRow key={entry.key} caseId={caseId} decision={entry.decision} />
            ) : (
              <EventRow key={entry.key} event={entry.event} />
            ),
          )}
      </ul>
      {!all && entries.length > few && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          Show {entries.length - few} earlier
        </button>
      )}
    </section>
  );
}

/** A decision stands there once: by itself, and not as the event that it was too. */
function entriesOf(events: readonly CaseEvent[], decisions: readonly DecidedCase[]): Entry[] {
  const known = new Set<unknown>(decisions.map(({ id }) => id));
  return [
    ...decisions.map((decision): Entry => ({ at: decision.at, key: `decision ${decision.id}`, decision })),
    ...events
      .filter(({ detail }) => !known.has(detail.decision) && !known.has(detail.undone))
      .map((event): Entry => ({ at: event.at, key: `event ${event.id}`, event })),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

function EventRow({ event }: { event: CaseEvent }) {
  const nameOf = useStaffNames();
  const { zone } = usePreferences();
  const { deed, note } = eventWords(event, nameOf, zone);
  return (
    <li className={classes.entry}>
      <p className={classes.line}>
        <span>
          {event.actor !== null && (
            <>
              <span title={event.actor}>
                <MemberText text={subjectOf(nameOf(event.actor))} />
              </span>{' '}
            </>
          )}
          <MemberText text={deed} />
        </span>
        <span className={classes.when}>
          <Moment at={event.at} shape="relative" />
        </span>
      </p>
      {note !== null && (
        <p className={classes.note}>
          <MemberText text={note} shape="block" />
        </p>
      )}
    </li>
  );
}

/** At the beginning of a sentence: “You”; a name stays as it is written. */
function subjectOf(name: string): string {
  return name === 'you' ? 'You' : name;
}
