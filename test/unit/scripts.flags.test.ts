import { describe, expect, test } from 'vitest';
import { BadFlags, HELP, parseFlags } from '../../scripts/start/flags.ts';

test('without flags the demo keeps its members, opens a window and picks a port', () => {
  expect(parseFlags([])).toEqual({
    members: undefined,
    data: undefined,
    reset: false,
    serve: false,
    open: true,
    port: undefined,
    connect: undefined,
    jobsOnly: false,
    idle: false,
    help: false,
  });
});

test('every flag is understood, and the help names each', () => {
  const flags = parseFlags(
    '--members 1500000 --data /d --reset --serve --no-open --port 4000 --help'.split(' '),
  );
  expect(flags).toMatchObject({
    members: 1_500_000,
    data: '/d',
    reset: true,
    serve: true,
    open: false,
    port: 4000,
    help: true,
  });
  expect(parseFlags(['--jobs-only']).jobsOnly).toBe(true);
  expect(parseFlags(['--idle']).idle).toBe(true);
  const all = [
    'members',
    'data',
    'reset',
    'idle',
    'serve',
    'no-open',
    'port',
    'connect',
    'jobs-only',
    'help',
  ];
  for (const flag of all) expect(HELP).toContain(`--${flag}`);
});

describe('an existing server', () => {
  test('is named by a URL, with 3306 as the usual port', () => {
    expect(parseFlags(['--connect', 'mysql://mara@db.example.org']).connect).toEqual({
      host: 'db.example.org',
      port: 3306,
      user: 'mara',
      password: '',
    });
  });

  test('may have an IPv6 address and signs in its user and password', () => {
    expect(parseFlags(['--connect', 'mariadb://a%40b:p%2Fw@[::1]:3307']).connect).toEqual({
      host: '::1',
      port: 3307,
      user: 'a@b',
      password: 'p/w',
    });
  });
});

test.each([
  [['--memebrs', '5'], "Unknown option '--memebrs'"],
  [['extra'], "Unexpected argument 'extra'"],
  [['--members'], "Option '--members <value>' argument missing"],
  [['--members', 'many'], '--members takes a whole number from 100 to 15000000, and "many" is not one.'],
  [['--members', '99'], '"99" is not one'],
  [['--members', '1e6'], '"1e6" is not one'],
  [['--port', '0'], '--port takes a whole number from 1 to 65535'],
  [['--port', '70000'], '"70000" is not one'],
  [['--data', ''], '--data needs a folder'],
  [['--connect', 'db.example.org'], '--connect takes a URL like mysql://user@host:3306'],
  [['--connect', 'http://db.example.org'], '--connect takes a URL'],
  [['--connect', 'mysql://%zz@db'], '--connect takes a URL'],
  [['--connect', 'mysql://db', '--members', '500'], '--members is for the demo'],
  [['--connect', 'mysql://db', '--reset'], '--reset is for the demo'],
  [['--jobs-only', '--port', '4000'], '--jobs-only opens no port'],
])('%j is refused with a reason', (args, reason) => {
  expect(() => parseFlags(args)).toThrow(BadFlags);
  expect(() => parseFlags(args)).toThrow(reason);
});

test('a password in a mistyped URL is not repeated on the screen', () => {
  expect(() => parseFlags(['--connect', 'mysql//mara:secret@db'])).toThrow(/^(?!.*secret)/);
});
