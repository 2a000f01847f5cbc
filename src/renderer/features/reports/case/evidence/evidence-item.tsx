import { IconEyeOff, IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import type { ContentItem } from '../../../../../contract/members/page.ts';
import type { CaseId } from '../../../../../contract/reports/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { plainWords } from '../../../../components/text/plain-words.ts';
import { MemberLink } from '../member-link.tsx';
import classes from './evidence.module.css';
import { Media } from './media/media.tsx';

/** How much of what surrounds the evidence shows at first, in characters. */
const glance = 220;

interface EvidenceItemProps {
  caseId: CaseId;
  item: ContentItem;
}

/** What was reported itself, as it was kept: whole, marked, and with its media. */
export function ReportedItem({ caseId, item }: EvidenceItemProps) {
  return (
    <article className={classes.reported} aria-current aria-label="What was reported">
      <p className={classes.by}>
        <strong className={classes.mark}>Reported</strong>
        <MemberLink id={item.authorId} name={item.authorNickname} />
        <span>
          <MemberText text={plainWords(item.kind)} /> {item.id}, <Moment at={item.createdAt} shape="stamp" />
        </span>
        <Marks item={item} />
      </p>
      {item.title !== null && (
        <p className={classes.heading}>
          <MemberText text={item.title} />
        </p>
      )}
      {item.body !== null && item.body !== '' && <MemberText text={item.body} shape="block" />}
      {item.mediaUrl !== null && <Media caseId={caseId} url={item.mediaUrl} label={mediaLabel(item)} />}
    </article>
  );
}

/** A piece of what surrounds it: its beginning in few lines; the rest, and media, when asked for. */
export function NearItem({ caseId, item, named }: EvidenceItemProps & { named: boolean }) {
  const [whole, setWhole] = useState(false);
  const [shown, setShown] = useState(false);
  const body = item.body ?? '';
  const cut = !whole && body.length > glance;
  return (
    <article className={classes.near}>
      <p className={classes.nearText}>
        {named && (
          <>
            <MemberLink id={item.authorId} name={item.authorNickname} />{' '}
          </>
        )}
        {item.title !== null && (
          <strong>
            <MemberText text={item.title} />{' '}
          </strong>
        )}
        <MemberText text={cut ? `${beginning(body)}…` : body} shape="block" />
        <Marks item={item} />
      </p>
      <span className={classes.when} title={`${plainWords(item.kind)} ${item.id}`}>
        <Moment at={item.createdAt} shape="date" />
      </span>
      {(cut || (item.mediaUrl !== null && !shown)) && (
        <p className={classes.asks}>
          {cut && (
            <button type="button" onClick={() => setWhole(true)}>
              Show all of it
            </button>
          )}
          {item.mediaUrl !== null && !shown && (
            <button type="button" onClick={() => setShown(true)}>
              <IconPhoto size={14} stroke={1.6} aria-hidden /> Show the picture
            </button>
          )}
        </p>
      )}
      {item.mediaUrl !== null && shown && (
        <Media caseId={caseId} url={item.mediaUrl} label={mediaLabel(item)} />
      )}
    </article>
  );
}

function Marks({ item: { editedAt, visible } }: { item: ContentItem }) {
  return (
    <>
      {editedAt !== null && (
        <span className={classes.edited}>
          {' '}
          edited <Moment at={editedAt} shape="relative" />
        </span>
      )}
      {!visible && (
        <span className={classes.flag}>
          <IconEyeOff size={13} stroke={1.8} aria-hidden /> hidden from members
        </span>
      )}
    </>
  );
}

function mediaLabel({ kind }: ContentItem): string {
  return `The ${plainWords(kind)}, as members put it up`;
}

/** Cut between two signs: never in the middle of one that is two units long. */
function beginning(text: string): string {
  return text
    .slice(0, glance)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}
