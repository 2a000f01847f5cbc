import type { SourceTrouble, StatementSource } from '../../../contract/metrics/statements/values.ts';
import type { Db, Run } from '../../database/database.ts';
import { realUtcOrNull, utcOf } from '../../database/time.ts';
import { serverVariables } from '../sampler/variables.ts';

/** Whether statements are counted and read, and what to do where they are not: asked of the server each time. */
export async function sourceOf(db: Db, run: Run): Promise<StatementSource> {
  const [mark, variables] = await Promise.all([
    db
      .selectFrom('caretaker.statement_reading')
      .select(['read_at', 'took_ms', 'full_since', 'unknown'])
      .where('id', '=', 1)
      .executeTakeFirst(run),
    serverVariables(db, run, ['performance_schema', 'performance_schema_digests_size']),
  ]);
  const size = variables.get('performance_schema_digests_size') ?? '0';
  return {
    readAt: realUtcOrNull(mark?.read_at ?? null),
    tookMs: mark?.took_ms ?? null,
    unknown: unknownOf(variables.get('performance_schema') === 'ON', size, mark?.unknown ?? ''),
    partial: mark?.full_since ? fullOf(mark.full_since, Number(size)) : null,
  };
}

function unknownOf(isOn: boolean, size: string, unknown: string): SourceTrouble | null {
  if (!isOn) {
    return {
      why: 'performance_schema is off, so the server does not count what its statements cost.',
      how: 'Add these lines to the server’s configuration and start it again: it cannot be turned on while it runs. It takes some 100 to 400 MB of memory and a few percent of the processor.',
      copy: '[mysqld]\nperformance_schema = ON',
    };
  }
  if (size === '0') {
    return {
      why: 'The server keeps room for no kinds of statements: performance_schema_digests_size is 0.',
      how: 'Add these lines to the server’s configuration and start it again.',
      copy: '[mysqld]\nperformance_schema_digests_size = 10000',
    };
  }
  if (unknown === 'not-counted') {
    return {
      why: 'performance_schema is on, but counts no statements.',
      how: 'A database administrator turns their counting on; it holds until the server is started again.',
      copy: "UPDATE performance_schema.setup_consumers SET ENABLED = 'YES'\nWHERE NAME IN ('global_instrumentation', 'thread_instrumentation', 'statements_digest');\nUPDATE performance_schema.setup_instruments SET ENABLED = 'YES', TIMED = 'YES'\nWHERE NAME LIKE 'statement/%';",
    };
  }
  if (unknown === 'no-procedure') {
    return {
      why: 'The procedure by which Caretaker reads the counters is missing on this server, or your role may not call it.',
      how: 'A database administrator runs the installation again, with this version of Caretaker.',
      copy: 'npm run connect-site',
    };
  }
  return null;
}

function fullOf(since: string, size: number): SourceTrouble {
  return {
    why: `The server has room for ${size.toLocaleString('en-GB')} kinds of statements, and since ${utcOf(since).slice(0, 16).replace('T', ' ')} UTC counts what is new together as one: it is among the others here.`,
    how: 'Make room by emptying the server’s table, which other tools may read too, or raise performance_schema_digests_size in the configuration and start the server again.',
    copy: 'TRUNCATE TABLE performance_schema.events_statements_summary_by_digest;',
  };
}
