import { parseArgs } from 'node:util';
import { errorMessage } from '../private-server/errors.ts';

export const DEFAULT_MEMBERS = 50_000;
const FEWEST_MEMBERS = 100;
const MOST_MEMBERS = 15_000_000;

export interface Flags {
  /** Undefined when not asked for: the community that is there is then kept as it is. */
  members: number | undefined;
  data: string | undefined;
  reset: boolean;
  serve: boolean;
  open: boolean;
  port: number | undefined;
  connect: Target | undefined;
  jobsOnly: boolean;
  /** No statements of a site at work on the demo's database. */
  idle: boolean;
  help: boolean;
}

/** An existing server to connect to. */
export interface Target {
  host: string;
  port: number;
  user: string;
  /** From the URL; empty when it has none. */
  password: string;
}

/** What was typed cannot be understood or does not go together. */
export class BadFlags extends Error {}

export const HELP = `npm start -- [flags]

Opens Caretaker on a demo community in a private database server, or on a server of yours.

  --members N      members of the demo community (${DEFAULT_MEMBERS}), made on the first start
  --data DIR       where the demo keeps its database and profile (.data/demo)
  --reset          make the demo anew; what was done in it is lost
  --idle           no site at work on the demo's database: it is as quiet as the console leaves it
  --serve          open in the browser even where the Electron window can be had
  --no-open        start everything and open nothing (implies --serve)
  --port P         the port of the browser's host (a free one; implies --serve)
  --connect URL    an existing server, mysql://user@host:port, instead of the private one
  --jobs-only      no interface, only the jobs; with --connect the password is taken from
                   the environment's CARETAKER_PASSWORD or from the URL
  --help           this text
`;

/** Reads the command line. @throws BadFlags with a sentence that names the flag */
export function parseFlags(args: string[]): Flags {
  const values = parse(args);
  const connect = values.connect === undefined ? undefined : parseTarget('--connect', values.connect);
  const flags: Flags = {
    members: wholeNumber('--members', values.members, FEWEST_MEMBERS, MOST_MEMBERS),
    data: values.data,
    reset: values.reset === true,
    serve: values.serve === true,
    open: values['no-open'] !== true,
    port: wholeNumber('--port', values.port, 1, 65_535),
    connect,
    jobsOnly: values['jobs-only'] === true,
    idle: values.idle === true,
    help: values.help === true,
  };
  if (values.data === '') throw new BadFlags('--data needs a folder.');
  if (connect && flags.members !== undefined)
    throw new BadFlags('--members is for the demo, not for --connect.');
  if (connect && flags.reset)
    throw new BadFlags('--reset is for the demo; a server of yours is never reset.');
  if (connect && flags.idle)
    throw new BadFlags('--idle is for the demo; on a server of yours Caretaker runs no site.');
  if (flags.jobsOnly && flags.port !== undefined)
    throw new BadFlags('--jobs-only opens no port; leave --port out.');
  return flags;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        members: { type: 'string' },
        data: { type: 'string' },
        reset: { type: 'boolean' },
        serve: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        connect: { type: 'string' },
        'jobs-only': { type: 'boolean' },
        idle: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    // Node's message goes on about positional arguments after its first sentence.
    throw new BadFlags(`${errorMessage(error).split('. ')[0]}.`);
  }
}

function wholeNumber(
  flag: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new BadFlags(`${flag} takes a whole number from ${least} to ${most}, and "${text}" is not one.`);
}

/** What was typed is not repeated in the message: it may hold a password. */
export function parseTarget(flag: string, text: string): Target {
  const wrong = new BadFlags(`${flag} takes a URL like mysql://user@host:3306, and this is not one.`);
  try {
    const url = new URL(text);
    if (!/^(mysql|mariadb):$/.test(url.protocol) || !url.hostname) throw wrong;
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port ? Number(url.port) : 3306,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    throw wrong;
  }
}
