import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import {
  type ContentRef,
  type HistoryEntry,
  type HistorySource,
  historySources,
} from '../../../../contract/members/page.ts';
import type { Cursor, MemberId } from '../../../../contract/values.ts';
import { ListFooter } from '../../../components/list/list-footer.tsx';
import { worthRefetching } from '../../../components/list/pages.ts';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { bindingOf } from '../../../keys/key-map.ts';
import { usePreferences, type Zone } from '../../../preferences/preferences.ts';
import { dayOf } from '../../../preferences/time-format.ts';
import { calls } from '../../../transport/client.ts';
import { ContentDialog } from '../content/content-dialog.tsx';
import { sourcesOf, sourcesText } from '../members-address.ts';
import { HistoryRow } from './history-row.tsx';
import { sourceWords } from './history-words.ts';
import classes from './member-history.module.css';

interface MemberHistoryProps {
  id: MemberId;
  /** The address’s sources. */
  history: string | undefined;
  onHistory: (sources: string | undefined) => void;
}

/** One time line of everything a member did and what was reported, newest first, by day. */
export function MemberHistory({ id, history, onHistory }: MemberHistoryProps) {
  const sources = sourcesOf(history);
  const [content, setContent] = useState<ContentRef | null>(null);
  const answer = useInfiniteQuery(
    calls.members.history.infiniteOptions({
      input: (cursor: Cursor | null) => ({ id, sources: [...sources], cursor, limit: 50 }),
      initialPageParam: null as Cursor | null,
      getNextPageParam: (last) => last.next,
      refetchOnReconnect: worthRefetching,
    }),
  );
  const entries = answer.data?.pages.flatMap((page) => page.entries);
  return (
    <section className={classes.history} aria-label="History">
      <div className={classes.head}>
        <h3>History</h3>
        <SourceChips sources={sources} onChoose={(chosen) => onHistory(sourcesText(chosen))} />
      </div>
      {entries === undefined ? (
        answer.isError ? (
          <FailurePanel error={answer.error} what="the history" onRetry={() => void answer.refetch()} />
        ) : answer.isPaused ? (
          <WaitingPanel what="the history" />
        ) : (
          <RowSkeletons label="Loading the history" count={8} />
        )
      ) : (
        <>
          <Days entries={entries} onOpen={setContent} />
          <More
            onReach={
              answer.hasNextPage && !answer.isFetchNextPageError
                ? () => void answer.fetchNextPage()
                : undefined
            }
            key={entries.length}
          />
          <ListFooter list={answer} count={entries.length} one="entry" many="entries" />
        </>
      )}
      <ContentDialog content={content} onClose={() => setContent(null)} />
    </section>
  );
}

function SourceChips({
  sources,
  onChoose,
}: {
  sources: readonly HistorySource[];
  onChoose: (sources: readonly HistorySource[]) => void;
}) {
  const toggle = (source: HistorySource) =>
    onChoose(sources.includes(source) ? sources.filter((each) => each !== source) : [...sources, source]);
  useCommand('history.all', () => onChoose([]));
  return (
    <fieldset className={classes.chips}>
      <legend className="unseen">Show only</legend>
      <Chip label="All" keyName="0" pressed={sources.length === 0} onPress={() => onChoose([])} />
      {historySources.map((source) => (
        <SourceChip
          key={source}
          source={source}
          pressed={sources.includes(source)}
          onPress={() => toggle(source)}
        />
      ))}
    </fieldset>
  );
}

function SourceChip({
  source,
  pressed,
  onPress,
}: {
  source: HistorySource;
  pressed: boolean;
  onPress: () => void;
}) {
  const { label, command } = sourceWords[source];
  useCommand(command, onPress);
  return <Chip label={label} keyName={bindingOf(command).keys[0]} pressed={pressed} onPress={onPress} />;
}

interface ChipProps {
  label: string;
  keyName: string | undefined;
  pressed: boolean;
  onPress: () => void;
}

function Chip({ label, keyName, pressed, onPress }: ChipProps) {
  return (
    <button
      type="button"
      className={classes.chip}
      aria-pressed={pressed}
      title={`${label} (${keyName})`}
      onClick={onPress}
    >
      {label}
    </button>
  );
}

function Days({
  entries,
  onOpen,
}: {
  entries: readonly HistoryEntry[];
  onOpen: (content: ContentRef) => void;
}) {
  const { zone } = usePreferences();
  return byDay(entries, zone).map(({ day, entries: ofDay }) => (
    <section key={day} className={classes.day} aria-label={day}>
      <h4>{day}</h4>
      <ol>
        {ofDay.map((entry) => (
          <HistoryRow key={`${entry.source} ${entry.id}`} entry={entry} onOpen={onOpen} />
        ))}
      </ol>
    </section>
  ));
}

function byDay(entries: readonly HistoryEntry[], zone: Zone): { day: string; entries: HistoryEntry[] }[] {
  const days: { day: string; entries: HistoryEntry[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at, zone);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** Asks for more when it comes near the window’s edge. Made anew for each page, so that it looks again. */
function More({ onReach }: { onReach: (() => void) | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null || onReach === undefined) return;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some((each) => each.isIntersecting)) onReach();
      },
      { rootMargin: '600px' },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [onReach]);
  return <div ref={place} />;
}
