import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Initials } from '../components/initials.tsx';
import { KeysHint } from '../components/keys-hint.tsx';
import { StatusChip } from '../components/status-chip.tsx';
import { MemberText } from '../components/text/member-text.tsx';
import { noneFound } from '../features/members/search/search-words.ts';
import { useSignedIn, workspacesOf } from '../features/session/session-state.ts';
import { runCommand, useOffered } from '../keys/commands.ts';
import { bindingOf } from '../keys/key-map.ts';
import { calls } from '../transport/client.ts';
import { failureOf } from '../transport/failure.ts';
import { useReachable } from '../transport/reachable.ts';
import { PaletteCase } from './palette-case.tsx';
import classes from './palette-overlay.module.css';
import { PaletteTickets, ticketNamed } from './palette-tickets.tsx';

const membersShown = 7;

const [store, palette] = createSpotlight();

/** Finds members and tickets as one types, and every command of the present screen. `asked` opens it each time it grows. */
export function PaletteOverlay({ asked }: { asked: number }) {
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked > 0) palette.open();
  }, [asked]);
  const tickets = <PaletteTickets query={query.trim()} onFound={() => chooseFirst(list.current)} />;
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      centered={false}
      yOffset="14vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      transitionProps={{ duration: 100, transition: 'fade' }}
      size={620}
      radius={10}
      attributes={{ content: { 'aria-label': 'Find a member, a case, a ticket or a command' } }}
    >
      <Spotlight.Search
        size="md"
        classNames={{ input: classes.search ?? '' }}
        placeholder="Member, case 123, ticket 123, words of a ticket, or a command"
        aria-label="Find a member, a case, a ticket or a command"
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      />
      <Spotlight.ActionsList className={classes.list} ref={list}>
        <PaletteCase query={query} onFound={() => chooseFirst(list.current)} />
        {ticketNamed(query) !== null && tickets}
        <Members query={query.trim()} list={list} />
        {ticketNamed(query) === null && tickets}
        <Commands query={query.trim()} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Puts the cursor on the first of what is found, so that Enter takes it. Spotlight keeps it in the elements. */
function chooseFirst(list: HTMLElement | null): void {
  for (const action of list?.querySelectorAll('[data-selected]') ?? [])
    action.removeAttribute('data-selected');
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: 0 }));
}

function Members({ query, list }: { query: string; list: RefObject<HTMLDivElement | null> }) {
  const { person } = useSignedIn();
  const [settled] = useDebouncedValue(query, 120);
  const navigate = useNavigate();
  const reachable = useReachable();
  const allowed = workspacesOf(person.role).includes('members');
  const found = useQuery(
    calls.members.search.queryOptions({
      input: allowed && settled !== '' ? { text: settled, limit: membersShown } : skipToken,
      placeholderData: keepPreviousData,
    }),
  );
  const shown = found.data;
  useEffect(() => {
    if (query !== '' || shown !== undefined) chooseFirst(list.current);
  }, [query, shown, list]);
  if (!allowed || query === '') return null;
  const rows = shown?.rows ?? [];
  const news = found.isError
    ? failureOf(found.error).message
    : !reachable
      ? 'The database does not answer; members can be found when it does.'
      : found.data === undefined
        ? 'Looking for members…'
        : rows.length === 0
          ? noneFound(found.data.kind, settled, false)
          : '';
  return (
    <section aria-label="Members" className={classes.group}>
      <h3>Members</h3>
      <p role="status" className={news === '' ? 'unseen' : classes.news}>
        {news === '' ? `${rows.length} members found` : news}
      </p>
      {rows.map((member) => (
        <Spotlight.Action
          key={member.id}
          className={classes.action}
          onClick={() => void navigate({ to: '/members', search: { q: settled, id: member.id } })}
        >
          <Initials id={member.id} name={member.nickname} size={24} />
          <span className={classes.name}>
            <MemberText
              text={member.nickname}
              mark={member.match?.in === 'nickname' ? member.match : undefined}
            />
          </span>
          {member.match !== null && member.match.in !== 'nickname' && member.match.in !== 'id' && (
            <span className={classes.aside}>
              <MemberText text={member.match.text} mark={member.match} />
            </span>
          )}
          <StatusChip status={member.status} />
          <span className={classes.aside}>{member.id}</span>
        </Spotlight.Action>
      ))}
    </section>
  );
}

function Commands({ query }: { query: string }) {
  const offered = useOffered();
  const words = query.toLowerCase().split(/\s+/);
  const fitting = offered.filter((id) => {
    const { label, inPalette } = bindingOf(id);
    return inPalette === true && words.every((word) => label.toLowerCase().includes(word));
  });
  if (fitting.length === 0) return null;
  return (
    <section aria-label="Commands" className={classes.group}>
      <h3>Commands</h3>
      {fitting.map((id) => (
        <Spotlight.Action
          key={id}
          className={classes.action}
          onClick={() => afterClosing(() => runCommand(id))}
        >
          <span className={classes.name}>{bindingOf(id).label}</span>
          <KeysHint command={id} />
        </Spotlight.Action>
      ))}
    </section>
  );
}

/** A command that moves the focus has to come after the palette gives it back. */
function afterClosing(run: () => void): void {
  setTimeout(run, 160);
}
