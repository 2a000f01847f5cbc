import { Button } from '@mantine/core';
import { useState } from 'react';
import { csvLine } from '../../../../contract/csv.ts';
import type { Outcome } from '../../../../contract/members/actions.ts';
import { copyText } from '../../../components/text/copy-text.ts';
import classes from './bulk.module.css';
import type { Run } from './run.ts';

/** Copies what came of a run, as CSV. */
export function CopyOutcomes({ run, shown }: { run: Run; shown: readonly Outcome[] }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      className={classes.copy ?? ''}
      disabled={shown.length === 0}
      onClick={async () => {
        const lines = shown.map(({ memberId, outcome, why }) =>
          csvLine([memberId, run.names.get(memberId) ?? null, outcome, why]),
        );
        if (!(await copyText([csvLine(['id', 'nickname', 'outcome', 'why']), ...lines].join('')))) return;
        setCopied(true);
        setTimeout(() => setCopied(false), 1500);
      }}
    >
      {copied ? 'Copied' : 'Copy as CSV'}
    </Button>
  );
}
