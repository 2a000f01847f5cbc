import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { ExportProgress } from '../../../contract/exports.ts';
import { useCommand } from '../../keys/commands.ts';
import type { CommandId } from '../../keys/key-map.ts';
import { failureOf } from '../../transport/failure.ts';
import { useReachable } from '../../transport/reachable.ts';
import { CopyButton } from '../text/copy-button.tsx';
import classes from './file-export.module.css';

export interface FileExport {
  /** One runs at a time of each. */
  readonly id: string;
  /** After “Exporting” and “Could not export”. */
  readonly what: string;
  readonly start: CommandId;
  readonly stop: CommandId;
  readonly run: (signal: AbortSignal) => Promise<AsyncIterable<ExportProgress>>;
}

const listeners = new Set<() => void>();
/** The exports under way. They outlive their view: leaving it does not stop them, the Stop button does. */
const present = new Map<string, AbortController>();

/** Starts the export of a file, shown in a notice with its progress, and offers the keys to start and stop it. */
export function useFileExport(file: FileExport): { running: boolean; start: () => void } {
  const running = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => present.has(file.id),
  );
  const reachable = useReachable();
  const start = () => void run(file);
  useCommand(file.start, start, !running && reachable);
  useCommand(file.stop, () => stop(file.id), running);
  return { running, start };
}

async function run({ id, what, run: ask }: FileExport): Promise<void> {
  if (present.has(id)) return;
  const controller = new AbortController();
  setPresent(id, controller);
  const say = (title: string, message: ReactNode, color = 'spruce') =>
    notifications.update({ id, title, message, color, autoClose: false, withCloseButton: true });
  notifications.show({
    id,
    title: `Exporting ${what}`,
    message: <Progress id={id} rows={0} />,
    autoClose: false,
    withCloseButton: false,
  });
  try {
    for await (const step of await ask(controller.signal)) {
      if (step.status === 'writing') {
        notifications.update({ id, message: <Progress id={id} rows={step.rows} /> });
        continue;
      }
      say(`Exported ${exportSize(step.rows, step.bytes)}`, <Result file={step.file} />);
      return;
    }
    say('The export ended early', 'Nothing was kept. Try again.', 'red');
  } catch (error) {
    if (controller.signal.aborted) say('Export stopped', 'The unfinished file was removed.');
    else say(`Could not export ${what}`, failureOf(error).message, 'red');
  } finally {
    setPresent(id, null);
  }
}

function stop(id: string): void {
  present.get(id)?.abort();
}

function setPresent(id: string, controller: AbortController | null): void {
  if (controller === null) present.delete(id);
  else present.set(id, controller);
  for (const listener of listeners) listener();
}

function Progress({ id, rows }: { id: string; rows: number }) {
  return (
    <span className={classes.ends}>
      <span className="figures">{new Intl.NumberFormat('en-GB').format(rows)} rows written</span>
      <Button size="compact-xs" variant="default" onClick={() => stop(id)}>
        Stop
      </Button>
    </span>
  );
}

function Result({ file }: { file: string }) {
  return (
    <span className={classes.ends}>
      <span className="mono">{file}</span>
      <CopyButton text={file} label="Copy the path" />
    </span>
  );
}

/** `1,204 rows, 96 kB` */
export function exportSize(rows: number, bytes: number): string {
  const figure = new Intl.NumberFormat('en-GB');
  const size =
    bytes < 1000
      ? `${bytes} bytes`
      : bytes < 1_000_000
        ? `${figure.format(Math.round(bytes / 1000))} kB`
        : `${figure.format(Math.round(bytes / 100_000) / 10)} MB`;
  return `${figure.format(rows)} ${rows === 1 ? 'row' : 'rows'}, ${size}`;
}
