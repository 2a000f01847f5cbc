import {
  IconActivity,
  IconEyeOff,
  IconFlag,
  IconFlagExclamation,
  IconGavel,
  IconId,
  IconLogin2,
  IconNote,
  IconPencil,
  IconPhoto,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ContentRef, type HistoryEntry, type HistorySource } from '../../../../contract/members/page.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { plainWords } from '../../../components/text/plain-words.ts';
import { visibleString } from '../../../components/text/visible-text.ts';
import classes from './history-row.module.css';
import { ActionEntry, NoteEntry, RenameEntry } from './staff-entries.tsx';

const icons: Record<HistorySource, TablerIcon> = {
  login: IconLogin2,
  activity: IconActivity,
  content: IconPencil,
  'report-by': IconFlag,
  'report-against': IconFlagExclamation,
  action: IconGavel,
  rename: IconId,
  note: IconNote,
};

interface HistoryRowProps {
  entry: HistoryEntry;
  /** Shows a piece of content where it stands. */
  onOpen: (content: ContentRef) => void;
}

/** One entry of a history. Everything in it may have been written by a stranger. */
export function HistoryRow({ entry, onOpen }: HistoryRowProps) {
  const Icon = icons[entry.source];
  return (
    <li className={classes.entry} data-source={entry.source}>
      <span className={classes.time}>
        <Moment at={entry.at} shape="time" />
      </span>
      <Icon size={16} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.body}>{bodyOf(entry, onOpen)}</div>
    </li>
  );
}

function bodyOf(entry: HistoryEntry, onOpen: HistoryRowProps['onOpen']): ReactNode {
  switch (entry.source) {
    case 'login':
      return <Login entry={entry} />;
    case 'activity':
      return <Activity entry={entry} />;
    case 'content':
      return <Content entry={entry} onOpen={onOpen} />;
    case 'report-by':
    case 'report-against':
      return <Report entry={entry} />;
    case 'action':
      return <ActionEntry entry={entry} />;
    case 'rename':
      return <RenameEntry entry={entry} />;
    case 'note':
      return <NoteEntry entry={entry} />;
  }
}

type Of<Source extends HistorySource> = Extract<HistoryEntry, { source: Source }>;

function Login({ entry }: { entry: Of<'login'> }) {
  return (
    <>
      <p>
        Signed in{' '}
        {entry.ip === null ? (
          <span className={classes.quiet}>(address hidden)</span>
        ) : (
          <>
            from <SearchFor address={entry.ip} />
          </>
        )}
        {entry.device !== null && (
          <>
            , <MemberText text={entry.device} />
          </>
        )}
      </p>
      {entry.userAgent !== null && (
        <p className={classes.small} title={visibleString(entry.userAgent)}>
          <MemberText text={entry.userAgent} />
        </p>
      )}
    </>
  );
}

/** An address, as a search for everyone who signed in from it. */
function SearchFor({ address }: { address: string }) {
  return (
    <Link className="mono" from="/members" to="/members" search={(now) => ({ ...now, q: address })}>
      {address}
    </Link>
  );
}

function Activity({ entry }: { entry: Of<'activity'> }) {
  return (
    <p>
      <MemberText text={sentence(plainWords(entry.verb))} />
      {/* A dot, not a sentence: which verb takes which object is the site's to say. */}
      {entry.objectKind !== null && ' ·'}
      {entry.objectKind !== null && <Subject kind={entry.objectKind} id={entry.objectId} />}
    </p>
  );
}

function Content({ entry, onOpen }: { entry: Of<'content'>; onOpen: HistoryRowProps['onOpen'] }) {
  const ref = ContentRef.safeParse(entry);
  return (
    <>
      <p>
        {entry.contextKind === null ? 'Posted' : 'Wrote'} {article(entry.kind)}{' '}
        <MemberText text={plainWords(entry.kind)} /> <span className={classes.ref}>{entry.id}</span>
        {entry.contextKind !== null && (
          <>
            {' on'}
            <Subject kind={entry.contextKind} id={entry.contextId} />
          </>
        )}
        {!entry.visible && (
          <span className={classes.flag}>
            <IconEyeOff size={13} stroke={1.8} aria-hidden /> hidden
          </span>
        )}
        {entry.hasMedia && (
          <span className={classes.edited}>
            <IconPhoto size={13} stroke={1.6} aria-hidden className={classes.inline} /> with media
          </span>
        )}
        {entry.editedAt !== null && (
          <span className={classes.edited}>
            edited <Moment at={entry.editedAt} shape="relative" />
          </span>
        )}{' '}
        {ref.success && (
          <button
            type="button"
            className={classes.open}
            aria-label={`In context: ${plainWords(entry.kind)} ${entry.id}`}
            onClick={() => onOpen(ref.data)}
          >
            In context
          </button>
        )}
      </p>
      {entry.title !== null && (
        <p className={classes.title}>
          <MemberText text={entry.title} />
        </p>
      )}
      {entry.body !== null && entry.body !== '' && (
        <div className={classes.text}>
          <MemberText text={entry.body} shape="block" />
        </div>
      )}
    </>
  );
}

function Report({ entry }: { entry: Of<'report-by' | 'report-against'> }) {
  const made = entry.source === 'report-by';
  return (
    <>
      <p>
        {made ? 'Reported' : 'Was reported for'}
        <Subject kind={entry.subjectKind} id={entry.subjectId} />
        {entry.otherId !== null && (
          <>
            {made ? ' of ' : ' by '}
            <OtherMember id={entry.otherId} />
          </>
        )}
        : <MemberText text={plainWords(entry.reason)} />
      </p>
      {entry.note !== null && entry.note !== '' && (
        <div className={classes.text}>
          <MemberText text={entry.note} shape="block" />
        </div>
      )}
    </>
  );
}

function OtherMember({ id }: { id: MemberId }) {
  return (
    <Link from="/members" to="/members" search={(now) => ({ ...now, id })}>
      member {id}
    </Link>
  );
}

function Subject({ kind, id }: { kind: string; id: string | null }) {
  return (
    <>
      {' '}
      <MemberText text={plainWords(kind)} />
      {id !== null && (
        <>
          {' '}
          <span className={classes.ref}>
            <MemberText text={id} />
          </span>
        </>
      )}
    </>
  );
}

function article(kind: string): string {
  return /^[aeiou]/i.test(kind) ? 'an' : 'a';
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
