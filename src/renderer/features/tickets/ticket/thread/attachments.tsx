import { IconDownload, IconPaperclip, IconPhoto } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Attachment } from '../../../../../contract/tickets/conversation.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { visibleString } from '../../../../components/text/visible-text.ts';
import { client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import classes from './attachments.module.css';
import { sizeWords } from './size-words.ts';

/** The files of a message: pictures show when asked for, others are saved. Nothing of them is loaded before. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  if (attachments.length === 0) return null;
  return (
    <ul className={classes.files} aria-label="Attachments">
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          <File attachment={attachment} />
        </li>
      ))}
    </ul>
  );
}

function File({ attachment }: { attachment: Attachment }) {
  const { id, name, type, bytes } = attachment;
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    if (picture !== null) return () => URL.revokeObjectURL(picture);
  }, [picture]);
  const ask = useMutation({ mutationFn: () => client.tickets.attachment({ id }) });
  const open = async (then: (address: string) => void) => {
    const { data } = await ask.mutateAsync();
    then(URL.createObjectURL(new Blob([data], { type })));
  };
  const show = () => void open(setPicture).catch(() => {});
  const save = () =>
    void open((address) => {
      saveAs(address, name);
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    }).catch(() => {});
  const label = visibleString(name);
  const isPicture = type.startsWith('image/');
  return (
    <>
      <span className={classes.file}>
        {isPicture ? (
          <IconPhoto size={15} stroke={1.6} aria-hidden />
        ) : (
          <IconPaperclip size={15} stroke={1.6} aria-hidden />
        )}
        <span className={classes.name}>
          <MemberText text={name} />
        </span>
        <span className={classes.size}>{sizeWords(bytes)}</span>
        {isPicture && (
          <button
            type="button"
            className={classes.button}
            disabled={ask.isPending}
            aria-label={picture === null ? `Show ${label}` : `Hide ${label}`}
            onClick={picture === null ? show : () => setPicture(null)}
          >
            {picture === null ? 'Show' : 'Hide'}
          </button>
        )}
        <button
          type="button"
          className={classes.button}
          disabled={ask.isPending}
          aria-label={`Save ${label}`}
          onClick={save}
        >
          <IconDownload size={14} stroke={1.7} aria-hidden /> Save
        </button>
      </span>
      {picture !== null && <img className={classes.picture} src={picture} alt={`Sent as ${label}`} />}
      {ask.isError && (
        <p className={classes.failed} role="alert">
          {failureOf(ask.error).message}
        </p>
      )}
    </>
  );
}

function saveAs(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
