import { IconPaperclip, IconX } from '@tabler/icons-react';
import type { Attachment } from '../../../../../../contract/tickets/conversation.ts';
import { MemberText } from '../../../../../components/text/member-text.tsx';
import { visibleString } from '../../../../../components/text/visible-text.ts';
import { sizeWords } from '../../thread/size-words.ts';
import classes from './files.module.css';
import type { Upload, useFiles } from './use-files.ts';

interface FilesProps {
  attachments: readonly Attachment[];
  files: ReturnType<typeof useFiles>;
  /** One was taken away, and with it what had the focus. */
  onRemoved: () => void;
}

/** The files that go with what is written, and those that cannot, with why. */
export function Files({ attachments, files, onRemoved }: FilesProps) {
  const removing = (remove: () => void) => () => {
    remove();
    onRemoved();
  };
  if (attachments.length === 0 && files.uploads.length === 0) return null;
  return (
    <ul className={classes.files} aria-label="Files that go with it">
      {attachments.map(({ id, name, bytes }) => (
        <li key={id} className={classes.file}>
          <Name name={name} bytes={bytes} />
          <Remove name={name} onPress={removing(() => files.remove(id))} />
        </li>
      ))}
      {files.uploads.map((upload) => (
        <Underway key={upload.key} upload={upload} onDrop={removing(() => files.drop(upload.key))} />
      ))}
    </ul>
  );
}

function Underway({ upload, onDrop }: { upload: Upload; onDrop: () => void }) {
  const { file, problem } = upload;
  return (
    <li className={classes.file} data-problem={problem !== null || undefined}>
      <Name name={file.name} bytes={file.size} />
      {problem === null ? <span role="status">on its way…</span> : <span role="alert">{problem}</span>}
      <Remove name={file.name} onPress={onDrop} />
    </li>
  );
}

function Name({ name, bytes }: { name: string; bytes: number }) {
  return (
    <>
      <IconPaperclip size={14} stroke={1.6} aria-hidden />
      <span className={classes.name}>
        <MemberText text={name} />
      </span>
      <span className="figures">{sizeWords(bytes)}</span>
    </>
  );
}

function Remove({ name, onPress }: { name: string; onPress: () => void }) {
  return (
    <button
      type="button"
      className={classes.remove}
      aria-label={`Remove ${visibleString(name)}`}
      onClick={onPress}
    >
      <IconX size={13} stroke={2} aria-hidden />
    </button>
  );
}
