import type { DeadlockLock } from '../../../../contract/metrics/locks/deadlocks.ts';

const name = '`((?:[^`]|``)+)`';
const table = `table ${name}\\.${name}(?: /\\* Partition .*? \\*/)?`;
const mode = 'lock[_ ]mode ([A-Z][A-Z_-]*)';
const recordLock = new RegExp(
  `^RECORD LOCKS space id \\d+ page no \\d+ n bits \\d+ index (?:${name}|(\\S+)) of ${table} trx id (\\d+) ${mode}` +
    '((?: locks gap before rec| locks rec but not gap| insert intention| waiting)*)$',
);
const tableLock = new RegExp(`^TABLE LOCK ${table} trx id (\\d+) ${mode}( waiting)?$`);

/** A lock of a report, and the id of the transaction that has or wants it. */
export interface OwnedLock {
  readonly lock: DeadlockLock;
  readonly transaction: string;
}

export function lockOf(line: string): OwnedLock | null {
  const record = recordLock.exec(line);
  if (record !== null) {
    const [, quoted, bare, schema, tableName, transaction = '', kind = '', more = ''] = record;
    return {
      lock: {
        table: `${plain(schema)}.${plain(tableName)}`,
        index: quoted === undefined ? (bare ?? null) : plain(quoted),
        mode: `${kind} ${reachOf(more)}`,
      },
      transaction,
    };
  }
  const whole = tableLock.exec(line);
  if (whole === null) return null;
  const [, schema, tableName, transaction = '', kind = ''] = whole;
  return {
    lock: { table: `${plain(schema)}.${plain(tableName)}`, index: null, mode: `${kind} table` },
    transaction,
  };
}

/** What of an index a lock is on: without more said, a record with the gap before it. */
function reachOf(more: string): string {
  if (more.includes('insert intention')) return 'insert intention';
  if (more.includes('gap before rec')) return 'gap';
  return more.includes('rec but not gap') ? 'record' : 'record and gap';
}

function plain(quoted: string | undefined): string {
  return (quoted ?? '').replaceAll('``', '`');
}
