import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './copy-button.module.css';
import { copyText } from './copy-text.ts';

/** A small button that copies `text`; `label` names it, such as “Copy the id”. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className={classes.button}
      aria-label={copied ? `${label}: copied` : label}
      title={label}
      onClick={async () => {
        if (!(await copyText(text))) return;
        setCopied(true);
        setTimeout(() => setCopied(false), 1500);
      }}
    >
      {copied ? (
        <IconCheck size={14} stroke={2} aria-hidden />
      ) : (
        <IconCopy size={14} stroke={1.6} aria-hidden />
      )}
    </button>
  );
}
