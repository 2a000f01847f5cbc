import { IconEyeOff, IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import type { ContentItem } from '../../../../../contract/members/page.ts';
import type { CaseId } from '../../../../../contract/reports/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { plainWords } from '../../../../components/text/plain-words.ts';
import { MemberLink } from '../member-link.tsx';
import classes from './evidence.module.css';
import { Media } from './media.tsx';

/** How much of what surrounds the evidence shows at first, in characters. */
const glance = 280;

interface EvidenceItemProps {
  caseId: CaseId;
  item: ContentItem;
  /** What was reported itself: marked, whole, and with its media. */
  marked?: boolean;
}

/** A piece of content as it was kept. Of what surrounds the reported one, long texts and media wait to be asked for. */
export function EvidenceItem({ caseId, item, marked = false }: EvidenceItemProps) {
  const [whole, setWhole] = useState(marked);
  const body = item.body ?? '';
  const cut = !whole && body.length > glance;
  return (
    <article
      className={classes.item}
      aria-current={marked || undefined}
      aria-label={marked ? 'What was reported' : undefined}
    >
      <p className={classes.by}>
        {marked && <strong className={classes.mark}>Reported</strong>}
        <MemberLink id={item.authorId} name={item.authorNickname} />
        <span>
          <MemberText text={plainWords(item.kind)} /> {item.id}, <Moment at={item.createdAt} shape="stamp" />
        </span>
        {item.editedAt !== null && (
          <span>
            edited <Moment at={item.editedAt} shape="relative" />
          </span>
        )}
        {!item.visible && (
          <span className={classes.flag}>
            <IconEyeOff size={13} stroke={1.8} aria-hidden /> hidden from members
          </span>
        )}
      </p>
      {item.title !== null && (
        <p className={classes.heading}>
          <MemberText text={item.title} />
        </p>
      )}
      {body !== '' && <MemberText text={cut ? `${beginning(body)}…` : body} shape="block" />}
      {cut && (
        <button type="button" className={classes.more} onClick={() => setWhole(true)}>
          Show all of it
        </button>
      )}
      {item.mediaUrl !== null && (
        <MediaOf caseId={caseId} url={item.mediaUrl} kind={item.kind} atOnce={marked} />
      )}
    </article>
  );
}

function MediaOf({
  caseId,
  url,
  kind,
  atOnce,
}: {
  caseId: CaseId;
  url: string;
  kind: string;
  atOnce: boolean;
}) {
  const [asked, setAsked] = useState(atOnce);
  if (asked)
    return <Media caseId={caseId} url={url} label={`The ${plainWords(kind)}, as members put it up`} />;
  return (
    <button type="button" className={classes.more} onClick={() => setAsked(true)}>
      <IconPhoto size={14} stroke={1.6} aria-hidden /> Show the picture
    </button>
  );
}

/** Cut between two signs: never in the middle of one that is two units long. */
function beginning(text: string): string {
  return text
    .slice(0, glance)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}
