import { Button } from '@mantine/core';
import { useState } from 'react';
import { copyText } from '../../../components/text/copy-text.ts';
import classes from './staff-dialogs.module.css';

interface GivenPasswordProps {
  name: string;
  user: string;
  password: string;
  onClose: () => void;
}

/** A password that was just made. It is shown this once and kept nowhere. */
export function GivenPassword({ name, user, password, onClose }: GivenPasswordProps) {
  const [copied, setCopied] = useState(false);
  return (
    <div className={classes.form}>
      <p className={classes.hint}>
        This is shown once, and kept nowhere. Give it to {name} in person or by a way that only they read, and
        ask them to change it under Settings, My account.
      </p>
      <dl className={classes.secret}>
        <dt>Account</dt>
        <dd className="mono">{user}</dd>
        <dt>Password</dt>
        <dd className="mono">{password}</dd>
      </dl>
      <div className={classes.ends}>
        <Button
          size="sm"
          variant="default"
          // The form that had the focus is gone: left to nobody, a key would mean the view beneath.
          autoFocus
          onClick={async () => setCopied(await copyText(password))}
        >
          {copied ? 'Copied' : 'Copy the password'}
        </Button>
        <Button size="sm" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
