import type { PlanProblem, PlanStep } from '../../../../contract/metrics/statements/explained.ts';
import { maskedText } from '../sampling/masked-text.ts';

/** A row of EXPLAIN as either server gives it. */
export type PlanRow = Readonly<Record<string, string | number | null>>;

/** So many rows read at one step are worth a mark. */
const manyRows = 100_000;

export function stepOf(row: PlanRow): PlanStep {
  const part = (name: string) => String(row[name] ?? '');
  const number = (name: string) => (row[name] === null || row[name] === undefined ? null : Number(row[name]));
  const step = {
    id: part('id'),
    select: part('select_type'),
    table: part('table'),
    type: part('type'),
    possibleKeys: part('possible_keys'),
    key: part('key'),
    keyLength: part('key_len'),
    ref: part('ref'),
    rows: number('rows'),
    filtered: number('filtered'),
    extra: part('Extra'),
  };
  return { ...step, problems: problemsOf(step) };
}

/** What makes a step dear. */
export function problemsOf(step: Omit<PlanStep, 'problems'>): PlanProblem[] {
  const { type, table, extra, possibleKeys, key, rows } = step;
  const isMade = table.startsWith('<');
  const found: readonly (readonly [PlanProblem, boolean])[] = [
    ['full-scan', type === 'ALL' && !isMade],
    ['full-index', type === 'index'],
    ['no-key', possibleKeys !== '' && key === ''],
    ['filesort', /Using filesort/i.test(extra)],
    ['temporary', /Using temporary/i.test(extra)],
    ['join-buffer', /Using join buffer/i.test(extra)],
    ['many-rows', (rows ?? 0) >= manyRows],
  ];
  return found.filter(([, holds]) => holds).map(([problem]) => problem);
}

/** Parts of a plan whose texts are names or numbers of the server's own. */
const structural =
  /^(?:access_type|alias|cost|covering|data_read_per_join|eval_cost|index|index_access_type|index_name|join_algorithm|join_type|key|key_length|key_parts|materialized_from_subquery|operation_type|partitions|possible_keys|prefix_cost|query_cost|read_cost|ref|schema_name|select_id|sort_cost|table|table_name|used_columns|used_key_parts|using_index|using_join_buffer|using_MRR)$/;

/**
 * The server's plan without any value: where a row of a table was read in order to plan, its values stand in conditions.
 * Done in the text, since a server may name a part twice.
 */
export function maskedPlan(json: string): string {
  let part = '';
  return json.replace(/"(?:[^"\\]|\\.)*"(\s*:)?/g, (whole, colon: string | undefined) => {
    const quoted = colon === undefined ? whole : whole.slice(0, -colon.length);
    const value = JSON.parse(escapedControls(quoted)) as string;
    if (colon !== undefined) {
      part = value;
      return whole;
    }
    return structural.test(part) ? whole : JSON.stringify(maskedText(value));
  });
}

/** MariaDB leaves line breaks in its texts as they are. */
function escapedControls(quoted: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return quoted.replace(/[\u0000-\u001f]/g, ' ');
}
