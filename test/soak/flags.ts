import { parseArgs } from 'node:util';
import type { Work } from './protocol.ts';

export interface SoakFlags {
  readonly work: Work;
  /** People at work. */
  readonly people: number;
  /** Cases or tickets to begin with. */
  readonly amount: number;
  readonly minutes: number;
  readonly members: number;
  readonly help: boolean;
}

/** What was typed cannot be understood. */
export class BadFlags extends Error {}

export const HELP = `npm run soak -- reports [flags]
npm run soak -- tickets [flags]

Has many people work one queue, kills some of them and the database in the middle, and then looks at all that stands in
the tables: whether any case was claimed twice at once, any ticket answered by two, and any decision or answer lost,
doubled or half done.

  --moderators N  people at work on reports, each with an account of their own (50)
  --cases N       open cases to begin with (100000)
  --agents N      people at work on tickets (30)
  --tickets N     tickets to begin with (20000)
  --minutes N     how long they work (5); a part of one too: 0.5
  --members N     members of the community; as many as the cases need without it
  --help          this text
`;

/** Things that members of the demo wrote, for each of them: what there is to report. */
const thingsPerMember = 2.6;
const fewestMembers = 500;

/** What each is called on the command line, and how many of it there are without a word. */
const works = {
  reports: { people: 'moderators', amount: 'cases', defaults: ['50', '100000'] },
  tickets: { people: 'agents', amount: 'tickets', defaults: ['30', '20000'] },
} as const;

/** Reads the command line. @throws BadFlags with a sentence that names what was wrong */
export function parseSoakFlags(args: string[]): SoakFlags {
  const work = args.find((it): it is Work => it in works) ?? 'reports';
  const names = works[work];
  const { values, positionals } = parse(args, [names.people, names.amount]);
  const help = values.help === true;
  if (!help && (positionals.length !== 1 || positionals[0] !== work)) {
    throw new BadFlags('What is to be soaked? There are: reports, tickets.');
  }
  const given: Readonly<Record<string, unknown>> = values;
  const text = (name: string, otherwise: string) => String(given[name] ?? otherwise);
  const amount = count(names.amount, text(names.amount, names.defaults[1]), 1, 2_000_000);
  const least =
    work === 'reports' ? Math.max(fewestMembers, Math.ceil(amount / thingsPerMember)) : fewestMembers;
  return {
    work,
    people: count(names.people, text(names.people, names.defaults[0]), 1, 200),
    amount,
    minutes: minutes(text('minutes', '5')),
    members: count('members', text('members', String(least)), least, 15_000_000),
    help,
  };
}

function parse(args: string[], names: readonly string[]) {
  const options = Object.fromEntries(
    [...names, 'minutes', 'members'].map((name) => [name, { type: 'string' as const }]),
  );
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: true,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    // Node's message goes on about positional arguments after its first sentence.
    throw new BadFlags(`${String(error instanceof Error ? error.message : error).split('. ')[0]}.`);
  }
}

function count(name: string, text: string, fewest: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= fewest && value <= most) return value;
  throw new BadFlags(`--${name} takes a whole number from ${fewest} to ${most}, and "${text}" is not one.`);
}

function minutes(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 600) return value;
  throw new BadFlags(`--minutes takes a number of minutes up to 600, and "${text}" is not one.`);
}
