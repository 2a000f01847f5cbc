import { Button } from '@mantine/core';
import { useState } from 'react';
import { csvLine } from '../../../contract/csv.ts';
import { copyText } from '../text/copy-text.ts';
import type { Run, RunOutcome } from './run.ts';
import classes from './runs.module.css';

/** Copies what came of a run, as CSV. */
export function CopyOutcomes({ run, shown }: { run: Run; shown: readonly RunOutcome[] }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      className={classes.copy ?? ''}
      disabled={shown.length === 0}
      onClick={async () => {
        const header = csvLine(['id', run.subjects.name.toLowerCase(), 'outcome', 'why']);
        const lines = shown.map(({ id, outcome, why }) =>
          csvLine([id, run.names.get(id) ?? null, outcome, why]),
        );
        if (!(await copyText([header, ...lines].join('')))) return;
        setCopied(true);
        setTimeout(() => setCopied(false), 1500);
      }}
    >
      {copied ? 'Copied' : 'Copy as CSV'}
    </Button>
  );
}
