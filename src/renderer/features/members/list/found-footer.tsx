import { Button } from '@mantine/core';
import { useEffect } from 'react';
import footer from '../../../components/list/list-footer.module.css';
import { ListFooter } from '../../../components/list/list-footer.tsx';
import { StatePanel } from '../../../components/panels/state-panel.tsx';
import type { FoundMembers } from '../search/found-members.ts';
import { lookingWords } from '../search/search-words.ts';

/** The end of the list: that it goes on, that it was stopped, that it failed, or that this was all. */
export function FoundFooter({ found }: { found: FoundMembers }) {
  const { list, lookedAt, keys, stopped } = found;
  const looking = lookingWords({ rows: keys.length, lookedAt, stopped });
  if (!list.hasNextPage || list.isFetchNextPageError || looking === null) {
    return <ListFooter list={list} count={keys.length} one="member" many="members" />;
  }
  return (
    <p className={footer.footer} role="status">
      {looking}{' '}
      <button type="button" className={footer.again} onClick={stopped ? found.goOn : found.stop}>
        {stopped ? 'Go on' : 'Stop'}
      </button>
    </p>
  );
}

/** In the place of the list while none was found and not all were looked at. */
export function LookingPanel({ found }: { found: FoundMembers }) {
  const { lookedAt, stopped, onMore, list } = found;
  useEffect(() => onMore?.(), [onMore]);
  if (list.isFetchNextPageError) return <FoundFooter found={found} />;
  return (
    <StatePanel
      kind="none-found"
      title={stopped ? 'None found so far' : 'Looking…'}
      action={
        <Button size="xs" variant="default" onClick={stopped ? found.goOn : found.stop}>
          {stopped ? 'Go on' : 'Stop'}
        </Button>
      }
    >
      {lookedAt.toLocaleString('en-GB')} members looked at, none of whom fits.
    </StatePanel>
  );
}
