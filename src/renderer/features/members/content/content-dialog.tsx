import { Modal } from '@mantine/core';
import { IconEyeOff, IconPhoto } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ContentItem, ContentRef } from '../../../../contract/members/page.ts';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useWhileClosing } from '../../../components/panels/while-closing.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { plainWords } from '../../../components/text/plain-words.ts';
import { calls } from '../../../transport/client.ts';
import classes from './content-dialog.module.css';

interface ContentDialogProps {
  /** What is shown; null while the dialog is closed. */
  content: ContentRef | null;
  onClose: () => void;
}

/** A piece of content as the community sees it: what it was written on, and its neighbours there. */
export function ContentDialog({ content, onClose }: ContentDialogProps) {
  const shown = useWhileClosing(content);
  const answer = useQuery(calls.members.content.queryOptions({ input: shown ?? skipToken }));
  return (
    <Modal
      opened={content !== null}
      onClose={onClose}
      size={680}
      title={shown === null ? '' : `In context: ${plainWords(shown.kind)} ${shown.id}`}
      classNames={{ title: classes.title ?? '' }}
    >
      {answer.data !== undefined ? (
        <Thread answer={answer.data} onLeave={onClose} />
      ) : answer.isError ? (
        <FailurePanel error={answer.error} what="this" onRetry={() => void answer.refetch()} />
      ) : answer.isPaused ? (
        <WaitingPanel what="this" />
      ) : (
        <RowSkeletons label="Loading what surrounds it" count={6} />
      )}
    </Modal>
  );
}

interface Thread {
  item: ContentItem;
  within: ContentItem[];
  before: ContentItem[];
  after: ContentItem[];
}

function Thread({ answer, onLeave }: { answer: Thread; onLeave: () => void }) {
  const { item, within, before, after } = answer;
  return (
    <>
      <Group name="Written on" items={within} onLeave={onLeave} />
      <Group name="Before it" items={before} onLeave={onLeave} />
      <Item item={item} marked onLeave={onLeave} />
      <Group name="After it" items={after} onLeave={onLeave} />
    </>
  );
}

function Group({
  name,
  items,
  onLeave,
}: {
  name: string;
  items: readonly ContentItem[];
  onLeave: () => void;
}) {
  if (items.length === 0) return null;
  return (
    <section aria-label={name}>
      <h3 className={classes.group}>{name}</h3>
      {items.map((item) => (
        <Item key={`${item.kind} ${item.id}`} item={item} onLeave={onLeave} />
      ))}
    </section>
  );
}

function Item({
  item,
  marked = false,
  onLeave,
}: {
  item: ContentItem;
  marked?: boolean;
  onLeave: () => void;
}) {
  return (
    <article
      className={classes.item}
      aria-current={marked || undefined}
      aria-label={marked ? 'What you opened' : undefined}
      data-hidden={!item.visible || undefined}
    >
      <p className={classes.by}>
        <Link
          from="/members"
          to="/members"
          search={(now) => ({ ...now, id: item.authorId })}
          onClick={onLeave}
        >
          {item.authorNickname === null ? (
            `member ${item.authorId}`
          ) : (
            <MemberText text={item.authorNickname} />
          )}
        </Link>
        <span>
          <MemberText text={plainWords(item.kind)} /> {item.id}, <Moment at={item.createdAt} shape="stamp" />
        </span>
        {item.editedAt !== null && (
          <span>
            edited <Moment at={item.editedAt} shape="relative" />
          </span>
        )}
        {!item.visible && (
          <Flag icon={<IconEyeOff size={13} stroke={1.8} aria-hidden />}>hidden from members</Flag>
        )}
      </p>
      {item.title !== null && (
        <p className={classes.heading}>
          <MemberText text={item.title} />
        </p>
      )}
      {item.body !== null && item.body !== '' && <MemberText text={item.body} shape="block" />}
      {item.mediaUrl !== null && (
        <p className={classes.media} title="Named, never loaded">
          <IconPhoto size={14} stroke={1.6} aria-hidden /> <MemberText text={item.mediaUrl} />
        </p>
      )}
    </article>
  );
}

function Flag({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.flag}>
      {icon} {children}
    </span>
  );
}
