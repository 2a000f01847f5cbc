import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import type { KeptEvidence } from '../../../../../contract/reports/case.ts';
import { CopyButton } from '../../../../components/text/copy-button.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import classes from './evidence.module.css';

/** When evidence was taken, and whether it is still what was taken then. */
export function KeptLine({ kept }: { kept: KeptEvidence }) {
  const { takenAt, sha256, intact } = kept;
  return (
    <p className={classes.kept}>
      <span>
        kept <Moment at={takenAt} shape="stamp" />
      </span>
      <span className={classes.hash} title={`SHA-256 ${sha256}`}>
        SHA-256 <span className="mono">{sha256.slice(0, 8)}…</span>
        <CopyButton text={sha256} label="Copy the SHA-256" />
      </span>
      {intact ? (
        <span className={classes.intact}>
          <IconShieldCheck size={14} stroke={1.7} aria-hidden /> unchanged since
        </span>
      ) : (
        <strong className={classes.broken} role="alert">
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden /> not what was kept: it has another hash now
        </strong>
      )}
    </p>
  );
}
