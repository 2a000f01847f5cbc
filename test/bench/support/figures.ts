/** One measured value, as it is printed and written to the JSON file. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value should be, for example `< 1.5`; null where nothing was set. */
  readonly aim: string | null;
  readonly met: boolean | null;
}

/** A figure with its value rounded to four digits unless it is a count, judged as it will be read. */
export function figure(name: string, value: number, unit: string, aim: string | null = null): Figure {
  if (!Number.isFinite(value)) throw new RangeError(`${name} came to ${value}, which is no measurement.`);
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(4));
  return { name, value: rounded, unit, aim, met: aim === null ? null : meets(rounded, aim) };
}

/** Whether a value keeps an aim: `<`, `<=`, `>` or `>=` and a number. */
export function meets(value: number, aim: string): boolean {
  const [, sign, bound] = /^(<=?|>=?) (\d+(?:\.\d+)?)$/.exec(aim) ?? [];
  if (sign === undefined) throw new RangeError(`"${aim}" is no aim: it takes a form like "< 1.5".`);
  const limit = Number(bound);
  if (sign === '<') return value < limit;
  if (sign === '<=') return value <= limit;
  return sign === '>' ? value > limit : value >= limit;
}

/** The figures as lines of a table, and below them in a sentence which aims were missed. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((it) => [it.name, readable(it.value), it.unit, it.aim ?? '', verdict(it)]);
  const lines = [['', 'value', 'unit', 'aim', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const drawn = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [...drawn, '', summary(figures)].join('\n');
}

/** In a sentence: whether all aims were met, or which were not. */
export function summary(figures: readonly Figure[]): string {
  const aimed = figures.filter((it) => it.aim !== null);
  const missed = aimed.filter((it) => it.met === false);
  if (aimed.length === 0) return 'No aim is set for these figures.';
  const of = `${aimed.length} ${aimed.length === 1 ? 'aim' : 'aims'}`;
  if (missed.length === 0) return `${of}, ${aimed.length === 1 ? 'and it was met' : 'all met'}.`;
  const list = missed.map((it) => `  ${it.name}: ${readable(it.value)} ${it.unit}, aim ${it.aim}`);
  return [`${of}, ${missed.length} MISSED:`, ...list].join('\n');
}

function verdict({ met }: Figure): string {
  return met === null ? '' : met ? 'met' : 'MISSED';
}

/** Thousands set apart; digits that say nothing left out. */
function readable(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  // A small value would be rounded to a bare 0.00.
  if (value !== 0 && Math.abs(value) < 0.1) return value.toPrecision(2);
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
