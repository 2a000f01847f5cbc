import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { RecordFilter } from '../../../contract/record.ts';
import { CopyButton } from '../../components/text/copy-button.tsx';
import { useCommand } from '../../keys/commands.ts';
import { client } from '../../transport/client.ts';
import { failureOf } from '../../transport/failure.ts';
import { useReachable } from '../../transport/reachable.ts';
import classes from './record-view.module.css';
import { exportSize } from './record-words.ts';

const notice = 'record-export';
const listeners = new Set<() => void>();
/** The export under way. It outlives the view: leaving the record does not stop it, the Stop button does. */
let present: AbortController | null = null;

/** Starts an export of what the filter leaves, one at a time, shown in a notice with its progress. */
export function useRecordExport(filter: RecordFilter): { running: boolean; start: () => void } {
  const running = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => present !== null,
  );
  const reachable = useReachable();
  const start = () => void run(filter);
  useCommand('record.export', start, !running && reachable);
  useCommand('record.stop-export', stop, running);
  return { running, start };
}

async function run(filter: RecordFilter): Promise<void> {
  if (present !== null) return;
  const controller = new AbortController();
  setPresent(controller);
  notifications.show({
    id: notice,
    title: 'Exporting the record',
    message: <Progress rows={0} />,
    autoClose: false,
    withCloseButton: false,
  });
  try {
    for await (const step of await client.record.export({ filter }, { signal: controller.signal })) {
      if (step.status === 'writing') {
        notifications.update({ id: notice, message: <Progress rows={step.rows} /> });
        continue;
      }
      say(`Exported ${exportSize(step.rows, step.bytes)}`, <Result file={step.file} />);
      return;
    }
    say('The export ended early', 'Nothing was kept. Try again.', 'red');
  } catch (error) {
    if (controller.signal.aborted) say('Export stopped', 'The unfinished file was removed.');
    else say('Could not export the record', failureOf(error).message, 'red');
  } finally {
    setPresent(null);
  }
}

function stop(): void {
  present?.abort();
}

function setPresent(controller: AbortController | null): void {
  present = controller;
  for (const listener of listeners) listener();
}

function say(title: string, message: ReactNode, color = 'spruce'): void {
  notifications.update({ id: notice, title, message, color, autoClose: false, withCloseButton: true });
}

function Progress({ rows }: { rows: number }) {
  return (
    <span className={classes.progress}>
      <span className="figures">{new Intl.NumberFormat('en-GB').format(rows)} rows written</span>
      <Button size="compact-xs" variant="default" onClick={stop}>
        Stop
      </Button>
    </span>
  );
}

function Result({ file }: { file: string }) {
  return (
    <span className={classes.result}>
      <span className="mono">{file}</span>
      <CopyButton text={file} label="Copy the path" />
    </span>
  );
}
