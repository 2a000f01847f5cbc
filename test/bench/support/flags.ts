import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Each is a file of this name in test/bench; they run in this order. */
export const benchmarks = [
  'generator',
  'start',
  'size',
  'calls',
  'members',
  'directory',
  'bulk',
  'keystroke',
  'reports',
  'tickets',
  'metrics',
] as const;
export type BenchmarkName = (typeof benchmarks)[number];

/** Names that stand for several: what a first opening of the console rests on. */
const groups: Record<string, readonly BenchmarkName[]> = {
  ground: ['generator', 'start', 'size', 'calls', 'members'],
};

export const DEFAULT_MEMBERS = 50_000;
export const DEFAULT_TICKETS = 1_000_000;
const FEWEST_TICKETS = 10_000;
const MOST_TICKETS = 10_000_000;
const FEWEST_MEMBERS = 1_000;
const MOST_MEMBERS = 15_000_000;

export interface Flags {
  /** What to run, in order; all when none was named. */
  names: readonly BenchmarkName[];
  /** Whether the generator was asked for by its own name, and is therefore to be measured whatever it takes. */
  generatorNamed: boolean;
  members: number;
  tickets: number;
  /** Where the figures are written as JSON; null for nowhere. */
  json: string | null;
  help: boolean;
}

/** What was typed cannot be understood. */
export class BadFlags extends Error {}

export const HELP = `npm run bench -- [names] [flags]

Measures the console on a demo community in a private database server, and prints a table.

  names          ${benchmarks.join(', ')};
                 ground for the first five together; none means all
  --members N    members of the community (${DEFAULT_MEMBERS}); each size is made once, in .data/bench/N
  --tickets N    tickets of the desk that is measured (${DEFAULT_TICKETS}), and a tenth of them
  --json FILE    write the figures there too: an array of { name, value, unit, aim, met }
  --help         this text
`;

/** Reads the command line. @throws BadFlags with a sentence that names what was wrong */
export function parseFlags(args: string[], environment: NodeJS.ProcessEnv = {}): Flags {
  const kept = ['members', 'tickets', 'json'].filter(
    (name) => environment[`npm_config_${name}`] !== undefined,
  );
  if (kept.length > 0 && !args.some((arg) => arg.startsWith('--')))
    throw new BadFlags(
      `npm kept --${kept[0]} for itself. Put -- before what is for the benchmarks: ` +
        'npm run bench -- members --members 50000.',
    );
  const { values, positionals } = parse(args);
  return {
    names: namesOf(positionals),
    generatorNamed: positionals.includes('generator'),
    members: countOf('members', values.members) ?? DEFAULT_MEMBERS,
    tickets: countOf('tickets', values.tickets) ?? DEFAULT_TICKETS,
    json: values.json === undefined ? null : writableFile(values.json),
    help: values.help === true,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: true,
      options: {
        members: { type: 'string' },
        tickets: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's message goes on about positional arguments after its first sentence.
    throw new BadFlags(`${String(error instanceof Error ? error.message : error).split('. ')[0]}.`);
  }
}

function namesOf(typed: readonly string[]): readonly BenchmarkName[] {
  const chosen = typed.flatMap((name) => groups[name] ?? benchmarkOf(name));
  return typed.length === 0 ? benchmarks : benchmarks.filter((name) => chosen.includes(name));
}

function benchmarkOf(name: string): BenchmarkName {
  const found = benchmarks.find((known) => known === name);
  if (found) return found;
  const known = [...benchmarks, ...Object.keys(groups)].join(', ');
  throw new BadFlags(`There is no benchmark "${name}". There are: ${known}.`);
}

const ranges = {
  members: [FEWEST_MEMBERS, MOST_MEMBERS],
  tickets: [FEWEST_TICKETS, MOST_TICKETS],
} as const;

function countOf(name: keyof typeof ranges, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [fewest, most] = ranges[name];
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (count >= fewest && count <= most) return count;
  throw new BadFlags(`--${name} takes a whole number from ${fewest} to ${most}, and "${text}" is not one.`);
}

/** Found out before measuring, which may take minutes. */
function writableFile(name: string): string {
  const file = resolve(name);
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
    if (name !== '' && !statSync(file, { throwIfNoEntry: false })?.isDirectory()) return file;
  } catch {
    // Said below, with the name as it was typed.
  }
  throw new BadFlags(`--json needs a file that can be written, and "${name}" cannot.`);
}
