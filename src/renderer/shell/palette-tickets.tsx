import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconMessages } from '@tabler/icons-react';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { useSignedIn, workspacesOf } from '../features/session/session-state.ts';
import { Marked } from '../features/tickets/search/found-cells.tsx';
import { shortStatus } from '../features/tickets/ticket/ticket-words.ts';
import { calls } from '../transport/client.ts';
import { failureOf } from '../transport/failure.ts';
import classes from './palette-overlay.module.css';

const shown = 5;

/** The number in “ticket 123”, “ticket #123” or “#123”, as it is searched for; null for anything else. */
export function ticketNamed(query: string): string | null {
  const [, number] = /^(?:ticket\s*#?|#)\s*(\d+)$/i.exec(query.trim()) ?? [];
  return number === undefined ? null : `#${number}`;
}

/** Tickets by their number, or by words. `onFound` runs when the one of a number is there to be chosen. */
export function PaletteTickets({ query, onFound }: { query: string; onFound: () => void }) {
  const { person } = useSignedIn();
  const navigate = useNavigate();
  const named = ticketNamed(query);
  const [settled] = useDebouncedValue(named ?? query, 120);
  const allowed = workspacesOf(person.role).includes('tickets') && settled.length > 1;
  const found = useQuery(
    calls.tickets.search.find.queryOptions({
      input: allowed ? { text: settled, filter: {}, limit: shown } : skipToken,
      placeholderData: keepPreviousData,
    }),
  );
  const rows = found.data?.rows ?? [];
  const isThere = named !== null && `#${rows[0]?.id}` === named;
  const tell = useEffectEvent(onFound);
  useEffect(() => {
    if (isThere) tell();
  }, [isThere]);
  if (!allowed || query === '') return null;
  const news = found.isError
    ? failureOf(found.error).message
    : found.data === undefined
      ? 'Looking for tickets…'
      : rows.length === 0
        ? 'No ticket found'
        : '';
  return (
    <section aria-label="Tickets" className={classes.group}>
      <h3>Tickets</h3>
      <p role="status" className={news === '' ? 'unseen' : classes.news}>
        {news === '' ? `${rows.length} tickets found` : news}
      </p>
      {rows.slice(0, shown).map((row) => (
        <Spotlight.Action
          key={row.id}
          className={classes.action}
          onClick={() => void navigate({ to: '/tickets', search: { ticket: row.id } })}
        >
          <IconMessages size={18} stroke={1.6} aria-hidden />
          <span className={classes.name}>
            <Marked text={row.subject} found={row.found.find(({ where }) => where === 'subject')} />
          </span>
          <span className={classes.aside}>{shortStatus[row.status]}</span>
          <span className={classes.aside}>#{row.id}</span>
        </Spotlight.Action>
      ))}
    </section>
  );
}
