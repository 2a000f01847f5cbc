import type { ReactNode } from 'react';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { CopyButton } from '../../../../components/text/copy-button.tsx';
import shared from '../headroom.module.css';
import classes from './indexes.module.css';

interface FoundIndexProps {
  found: { schemaName: string; tableName: string; indexName: string; columns: string; bytes: number | null };
  statements: { drop: string; undo: string | null; noUndo: string | null } | null;
  /** Why it is named. */
  children: ReactNode;
}

/** An index that could go: what it is, why, what it takes, and the statements to drop it and to make it again. */
export function FoundIndex({ found, statements, children }: FoundIndexProps) {
  const name = `${found.schemaName}.${found.tableName}`;
  return (
    <li className={classes.found} aria-label={`${found.indexName} of ${name}`}>
      <div className={classes.what}>
        <h3>
          {found.indexName} <span className={shared.quiet}>({found.columns})</span>
        </h3>
        <p className={shared.quiet}>
          {name}, {found.bytes === null ? 'size unknown' : valueText(found.bytes, 'bytes')}
        </p>
        {children}
      </div>
      {statements !== null && (
        <div className={classes.statements}>
          <Statement label="Drop" text={statements.drop} name={found.indexName} />
          {statements.undo === null ? (
            <p className={shared.quiet}>Undo: {statements.noUndo}</p>
          ) : (
            <Statement label="Undo" text={statements.undo} name={found.indexName} />
          )}
        </div>
      )}
    </li>
  );
}

function Statement({ label, text, name }: { label: string; text: string; name: string }) {
  return (
    <div className={classes.statement}>
      <span className={shared.quiet}>{label}</span>
      <code>{text}</code>
      <CopyButton text={text} label={`Copy: ${label.toLowerCase()} ${name}`} />
    </div>
  );
}
