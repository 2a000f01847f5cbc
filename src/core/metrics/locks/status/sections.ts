import type { Line } from './lines.ts';

const names = [
  'BACKGROUND THREAD',
  'SEMAPHORES',
  'LATEST FOREIGN KEY ERROR',
  'LATEST DETECTED DEADLOCK',
  'TRANSACTIONS',
  'FILE I/O',
  'INSERT BUFFER AND ADAPTIVE HASH INDEX',
  'LOG',
  'BUFFER POOL AND MEMORY',
  'INDIVIDUAL BUFFER POOL INFO',
  'ROW OPERATIONS',
  'END OF INNODB MONITOR OUTPUT',
] as const;
export type SectionName = (typeof names)[number];

export interface Section {
  /** With the first of the next heading. */
  readonly lines: readonly Line[];
  /** Whether another follows. */
  readonly ended: boolean;
}

/**
 * The sections of a report by their headings: a name between two lines of as many dashes. What has a heading twice is left
 * out, as is what stands before one that it comes after: a statement may quote anything.
 */
export function sectionsOf(lines: readonly Line[]): ReadonlyMap<SectionName, Section> {
  const headings = lines.flatMap((_, index) => {
    const name = headingAt(lines, index);
    return name === null ? [] : [{ name, index }];
  });
  const sections = new Map<SectionName, Section>();
  const doubted = new Set<SectionName>();
  for (const [place, { name, index }] of headings.entries()) {
    const next = headings[place + 1];
    if (sections.has(name)) doubted.add(name);
    if (next !== undefined && names.indexOf(next.name) <= names.indexOf(name)) {
      doubted.add(name).add(next.name);
    }
    sections.set(name, { lines: lines.slice(index + 3, next && next.index + 1), ended: next !== undefined });
  }
  for (const name of doubted) sections.delete(name);
  return sections;
}

function headingAt(lines: readonly Line[], index: number): SectionName | null {
  const [above, name, below] = [0, 1, 2].map((by) => textOf(lines[index + by]));
  const known = names.find((it) => it === name);
  if (known === undefined || above === null || !/^-+$/.test(above ?? '')) return null;
  // The last heading of a report is closed by another sign.
  return below === above || (known === 'END OF INNODB MONITOR OUTPUT' && /^=+$/.test(below ?? ''))
    ? known
    : null;
}

function textOf(line: Line | undefined): string | null {
  return line !== undefined && 'text' in line ? line.text : null;
}
