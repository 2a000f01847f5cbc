import { quoted } from '../../../database/quoted.ts';
import type { IndexPart, TableIndex } from './table-indexes.ts';

interface Table {
  readonly schemaName: string;
  readonly tableName: string;
}

/** A text as it stands in a statement, under any SQL mode: with NO_BACKSLASH_ESCAPES a backslash is itself. */
function quotedText(text: string): string | null {
  return text.includes('\\') || text.includes('\0') ? null : `'${text.replaceAll("'", "''")}'`;
}

export interface IndexStatements {
  readonly drop: string;
  readonly undo: string | null;
  /** Why there is no `undo`. */
  readonly noUndo: string | null;
}

/** What drops an index of the kind BTREE, and what makes it again as it was. Text for a person: nothing runs it. */
export function statementsFor(
  table: Table,
  index: TableIndex,
  flavour: 'mariadb' | 'mysql',
): IndexStatements {
  const alter = `ALTER TABLE ${quoted(table.schemaName)}.${quoted(table.tableName)}`;
  const drop = `${alter} DROP INDEX ${quoted(index.name)};`;
  const comment = index.comment === '' ? '' : quotedText(index.comment);
  if (index.parts.some(({ column }) => column === null)) {
    return {
      drop,
      undo: null,
      noUndo: 'It has an expression: take its definition from SHOW CREATE TABLE first.',
    };
  }
  if (comment === null) {
    return {
      drop,
      undo: null,
      noUndo:
        'Its comment has signs that depend on the SQL mode: take its definition from SHOW CREATE TABLE first.',
    };
  }
  const words = [
    index.isUnique ? 'ADD UNIQUE INDEX' : 'ADD INDEX',
    quoted(index.name),
    `(${index.parts.map(partText).join(', ')})`,
    ...(comment === '' ? [] : ['COMMENT', comment]),
    ...(index.isHidden ? [flavour === 'mariadb' ? 'IGNORED' : 'INVISIBLE'] : []),
  ];
  return { drop, undo: `${alter} ${words.join(' ')};`, noUndo: null };
}

function partText({ column, prefix, isDescending }: IndexPart): string {
  return `${quoted(column ?? '')}${prefix === null ? '' : `(${prefix})`}${isDescending ? ' DESC' : ''}`;
}

/** The columns of an index for people: `a, b(10), c DESC`. */
export function columnsText({ parts }: TableIndex): string {
  return parts
    .map(({ column, prefix, isDescending }) => {
      return `${column ?? '(an expression)'}${prefix === null ? '' : `(${prefix})`}${isDescending ? ' DESC' : ''}`;
    })
    .join(', ');
}
