import { CloseButton } from '@mantine/core';
import { IconUserBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { MemberId } from '../../../../contract/values.ts';
import { Moment } from '../../../components/text/moment.tsx';
import { calls } from '../../../transport/client.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { StaffName } from '../../staff/staff-name.tsx';
import { doneWords } from '../actions/decision-words.ts';
import { type Deed, deedsOf, newsAmong } from './member-news.ts';
import classes from './news-strip.module.css';

/** Says when someone else did something to the member that is open. */
export function NewsStrip({ id }: { id: MemberId }) {
  const { person } = useSignedIn();
  const { data: decided } = useQuery(calls.members.decisions.queryOptions({ input: { memberId: id } }));
  const { data: noted } = useQuery(calls.members.notes.list.queryOptions({ input: { memberId: id } }));
  const known = useRef<ReadonlySet<string> | null>(null);
  const [news, setNews] = useState<Deed | null>(null);
  useEffect(() => {
    if (decided === undefined || noted === undefined) return;
    const deeds = deedsOf(decided.decisions, noted.notes);
    const latest = known.current === null ? null : newsAmong(deeds, known.current, person.user);
    if (latest !== null) setNews(latest);
    known.current = new Set([...(known.current ?? []), ...deeds.map(({ key }) => key)]);
  }, [decided, noted, person.user]);
  return (
    <div role="status">
      {news !== null && (
        <div className={classes.strip}>
          <IconUserBolt size={16} stroke={1.6} aria-hidden />
          <p>
            <StaffName account={news.account} /> {words(news)}, <Moment at={news.at} shape="relative" />
          </p>
          <CloseButton size="sm" aria-label="Close the news" onClick={() => setNews(null)} />
        </div>
      )}
    </div>
  );
}

function words({ kind, action }: Deed): string {
  switch (kind) {
    case 'decided':
      return `decided about this member: ${doneWords(action ?? '')}`;
    case 'undid':
      return `took back a decision: ${doneWords(action ?? '')}`;
    case 'noted':
      return 'wrote a note';
    case 'edited':
      return 'edited a note';
  }
}
