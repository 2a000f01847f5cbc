import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { PreviewSentences } from '../../../../components/preview-sentences.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import classes from './dock.module.css';
import type { Asking } from './use-preset-press.ts';

interface ConfirmPanelProps {
  asking: Asking;
  onConfirm: () => void;
  onChange: () => void;
  onLeave: () => void;
}

/** What a digit would do, where that deserves a second look: Enter does it, Escape leaves it. */
export function ConfirmPanel({ asking, onConfirm, onChange, onLeave }: ConfirmPanelProps) {
  const { fitted, preview } = asking;
  const reachable = useReachable();
  const button = useRef<HTMLButtonElement>(null);
  const possible = preview.problems.length === 0;
  useEffect(() => button.current?.focus(), []);
  useCommand('view.back', onLeave);
  useCommand('case.confirm', onConfirm, possible && reachable);
  return (
    <section className={classes.confirm} aria-label={`${fitted.preset.name}: what will happen`}>
      <h3>
        {fitted.preset.name}: {possible ? 'this will happen' : 'not possible'}
      </h3>
      <div className={classes.sentences} role="status">
        <PreviewSentences preview={preview} />
      </div>
      <div className={classes.buttons}>
        <Button
          ref={possible ? undefined : button}
          size="compact-sm"
          variant="default"
          onClick={onLeave}
          rightSection={<KeysHint command="view.back" />}
        >
          Leave it
        </Button>
        <Button size="compact-sm" variant="default" onClick={onChange}>
          Change it…
        </Button>
        {possible && (
          <Button
            ref={button}
            size="compact-sm"
            color="red"
            disabled={!reachable}
            title={reachable ? undefined : 'Waits until the database answers again'}
            onClick={onConfirm}
            rightSection={<KeysHint command="case.confirm" />}
          >
            {fitted.preset.name}
          </Button>
        )}
      </div>
    </section>
  );
}
