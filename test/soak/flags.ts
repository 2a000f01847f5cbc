import { parseArgs } from 'node:util';

export interface SoakFlags {
  readonly moderators: number;
  readonly cases: number;
  readonly minutes: number;
  readonly members: number;
  readonly help: boolean;
}

/** What was typed cannot be understood. */
export class BadFlags extends Error {}

export const HELP = `npm run soak -- reports [flags]

Has many moderators work one queue, kills some of them and the database in the middle, and then looks whether any case
was claimed twice at once, and any decision lost, doubled or half applied.

  --moderators N  people at work, each with an account of their own (50)
  --cases N       open cases to begin with (100000)
  --minutes N     how long they work (5); a part of one too: 0.5
  --members N     members of the community; as many as the cases need without it
  --help          this text
`;

/** Things that members of the demo wrote, for each of them: what there is to report. */
const thingsPerMember = 2.6;

/** Reads the command line. @throws BadFlags with a sentence that names what was wrong */
export function parseSoakFlags(args: string[]): SoakFlags {
  const { values, positionals } = parse(args);
  const help = values.help === true;
  if (!help && (positionals.length !== 1 || positionals[0] !== 'reports')) {
    throw new BadFlags('What is to be soaked? There is: reports.');
  }
  const cases = count('cases', values.cases ?? '100000', 1, 2_000_000);
  const least = Math.max(500, Math.ceil(cases / thingsPerMember));
  return {
    moderators: count('moderators', values.moderators ?? '50', 1, 200),
    cases,
    minutes: minutes(values.minutes ?? '5'),
    members: count('members', values.members ?? String(least), least, 15_000_000),
    help,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: true,
      options: {
        moderators: { type: 'string' },
        cases: { type: 'string' },
        minutes: { type: 'string' },
        members: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
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
