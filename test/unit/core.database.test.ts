import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { csvLine } from '../../src/contract/csv.ts';
import { MemberId, Utc } from '../../src/contract/values.ts';
import { packCursor, unpackCursor } from '../../src/core/database/cursor.ts';
import { failureOf, refusalOf } from '../../src/core/database/errors.ts';
import { grantStatements, siteGrants } from '../../src/core/database/grants.ts';
import { readMigrations } from '../../src/core/database/migrations.ts';
import { splitStatements } from '../../src/core/database/sql-file.ts';
import { columnOf, realUtc, utcOf } from '../../src/core/database/time.ts';
import { publicError } from '../../src/core/failures.ts';
import { createLog } from '../../src/core/log.ts';

describe('A SQL file', () => {
  test('is split at semicolons, and not at those in text, names or comments', () => {
    const text = `-- a; comment
      SELECT 'a;b', "c;d", \`e;f\` /* g;h */ FROM t; # i;j
      INSERT INTO t VALUES ('it''s; \\'quoted\\';');;
      SELECT 1`;
    expect(splitStatements(text)).toEqual([
      'SELECT \'a;b\', "c;d", `e;f` /* g;h */ FROM t',
      "INSERT INTO t VALUES ('it''s; \\'quoted\\';')",
      'SELECT 1',
    ]);
  });

  test('may change its delimiter for a procedure and back', () => {
    const text = 'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//\nDELIMITER ;\nSELECT 3;';
    expect(splitStatements(text)).toEqual(['CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END', 'SELECT 3']);
  });

  test('keeps what is code to the server though it looks like a comment', () => {
    expect(splitStatements('/*!50003 SELECT 1 */;')).toEqual(['/*!50003 SELECT 1 */']);
  });

  test('that was joined from statements is split into them again', () => {
    const statement = fc
      .array(fc.constantFrom('SELECT 1', "'a;b'", '`x;y`', '"p;q"', '/* c;d */ 2', ' , '), { minLength: 1 })
      .map((parts) => `SELECT ${parts.join(' ')}`.trim());
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        expect(splitStatements(statements.map((it) => `${it};\n`).join(''))).toEqual(statements);
      }),
    );
  });
});

describe('A moment', () => {
  const moment = fc
    .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 23));

  test('goes to the database and back without losing a microsecond', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 999 }), (text, micros) => {
        const utc = Utc.parse(`${text}${String(micros).padStart(3, '0')}Z`);
        expect(utcOf(columnOf(utc))).toBe(utc);
      }),
    );
  });

  test('from a column of seconds sorts among those of microseconds', () => {
    const columns = ['2026-01-01 00:00:00.000001', '2026-01-01 00:00:00', '2026-01-01 00:00:00.5'];
    expect(columns.map(utcOf).toSorted()).toEqual([
      '2026-01-01T00:00:00.000000Z',
      '2026-01-01T00:00:00.000001Z',
      '2026-01-01T00:00:00.500000Z',
    ]);
  });

  test('that no calendar has is shown as the first one after it, where anybody may have written it', () => {
    for (const [column, real] of [
      ['2026-02-28 10:00:00.5', '2026-02-28T10:00:00.500000Z'],
      ['2026-02-30 10:00:00', '2026-03-01T00:00:00.000000Z'],
      ['2026-11-31 10:00:00', '2026-12-01T00:00:00.000000Z'],
      ['2026-05-00 10:00:00', '2026-05-01T00:00:00.000000Z'],
      ['2026-00-31 10:00:00', '2026-01-01T00:00:00.000000Z'],
      ['0000-00-00 00:00:00', '0000-01-01T00:00:00.000000Z'],
    ] as const) {
      expect(realUtc(column), column).toBe(real);
      expect(Utc.safeParse(real).success).toBe(true);
    }
  });

  test('that no calendar has is refused', () => {
    for (const text of [
      '2026-02-30T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-01-01',
      '2026-01-01T24:00:00Z',
    ]) {
      expect(Utc.safeParse(text).success, text).toBe(false);
    }
  });
});

describe('An id', () => {
  test('has up to 64 bits and nothing but digits', () => {
    for (const good of ['0', '1', '9007199254740993', '18446744073709551615']) {
      expect(MemberId.safeParse(good).success, good).toBe(true);
    }
    for (const bad of ['', '-1', '01', '1.5', '1e3', ' 1', '18446744073709551616', '٣', '1'.repeat(40)]) {
      expect(MemberId.safeParse(bad).success, bad).toBe(false);
    }
  });
});

describe('A page marker', () => {
  const shape = z.tuple([z.string(), MemberId]);

  test('comes back as it was packed, whatever the name in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        (name, id) => {
          expect(unpackCursor(packCursor([name, String(id)]), shape)).toEqual([name, String(id)]);
        },
      ),
    );
  });

  test('of another shape is refused', () => {
    expect(() => unpackCursor(packCursor([1, 2, 3]), shape)).toThrow('not one that Caretaker gave out');
  });
});

describe('An error of the database', () => {
  const driverError = (change: object) =>
    Object.assign(new Error('SELECT secret FROM t at 10.0.0.5'), change);

  test.each([
    [{ code: 'PROTOCOL_CONNECTION_LOST' }, 'lost', 'UNAVAILABLE'],
    [{ code: 'ECONNREFUSED' }, 'lost', 'UNAVAILABLE'],
    [{ errno: 1213 }, 'retry', 'CONFLICT'],
    [{ errno: 1205 }, 'retry', 'CONFLICT'],
    [{ errno: 1142 }, 'denied', 'FORBIDDEN'],
    [{ errno: 3024 }, 'too-expensive', 'TOO_EXPENSIVE'],
    [{ errno: 1969 }, 'too-expensive', 'TOO_EXPENSIVE'],
    [{ errno: 1062 }, 'duplicate', 'CONFLICT'],
  ] as const)('%j is %s and told as %s, without its text', (change, failure, code) => {
    const error = driverError(change);
    expect(failureOf(error)).toBe(failure);
    const refusal = refusalOf(error);
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).not.toMatch(/SELECT|10\.0\.0\.5/);
  });

  test('that more was asked at once than it answers is told as too expensive', () => {
    expect(refusalOf(new Error('Queue limit reached.'))?.code).toBe('TOO_EXPENSIVE');
  });

  test('that is our own fault is told as INTERNAL, and its text stays here', () => {
    const told = publicError(driverError({ errno: 1064 }), createLog({ level: 'silent' }));
    expect(told.code).toBe('INTERNAL');
    expect(JSON.stringify(told.toJSON())).not.toMatch(/SELECT|10\.0\.0\.5|\.ts:/);
  });
});

describe('Grants', () => {
  test('are made for what exists and for every kind of content', () => {
    const statements = grantStatements('caretaker_site', siteGrants, [
      'member',
      'content_status',
      'content_haiku',
    ]);
    expect(statements).toContain('GRANT SELECT ON `caretaker_site`.`content_haiku` TO caretaker_moderator');
    expect(statements.some((it) => it.includes('member_login'))).toBe(false);
    expect(statements.some((it) => it.includes('caretaker_cto'))).toBe(false);
  });
});

describe('The migrations in the package', () => {
  test('are numbered without a gap, have a title, and hold nothing with a definer', () => {
    const migrations = readMigrations();
    expect(migrations.map((it) => Number(it.id.slice(0, 3)))).toEqual(
      migrations.map((_, index) => index + 1),
    );
    for (const { id, title, statements } of migrations) {
      expect(title, id).not.toContain('.sql');
      expect(statements.length, id).toBeGreaterThan(0);
      // An admin's account may go; what it defined would go dead with it.
      expect(statements.join('\n'), id).not.toMatch(/\b(TRIGGER|VIEW|PROCEDURE|FUNCTION|EVENT)\b/i);
    }
  });
});

describe('A line of CSV', () => {
  test('never begins a cell with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (cells) => {
        const line = csvLine(cells.map((cell) => `=${cell}`));
        expect(line.startsWith("'=") || line.startsWith(`"'=`)).toBe(true);
      }),
    );
  });

  test('starts no formula after a semicolon either, where Europe’s spreadsheets begin a new cell', () => {
    expect(csvLine(['x;=1+1', 'y', 'z;"=2+2"', 'a\n=3+3', '-5; \uff1d4'])).toBe(
      `"x;'=1+1",y,"z;'""=2+2""","a\n'=3+3","'-5;' \uff1d4"\r\n`,
    );
    expect(csvLine(['a-b; c = d', 'e@f'])).toBe('"a-b; c = d",e@f\r\n');
  });

  test('starts a formula nowhere, whatever stands before it, to any spreadsheet', () => {
    const unit = fc.constantFrom(
      ';',
      '\t',
      '\r',
      '\n',
      ' ',
      '\u00a0',
      '"',
      "'",
      '=',
      '+',
      '-',
      '@',
      '\uff1d',
      'a',
      '1',
    );
    fc.assert(
      fc.property(fc.string({ unit }), (cell) => {
        const [written = ''] = parseLine(csvLine([cell]));
        for (const part of written.split(/[;\t\r\n]/)) expect(part).not.toMatch(/^[\s"]*[=+\-@\uff1d]/);
        expect(written).not.toMatch(/^[\t\r]/);
        // Nothing is lost by it, and nothing but apostrophes is added.
        expect(written.replaceAll("'", '')).toBe(cell.replaceAll("'", ''));
      }),
      { numRuns: 2000 },
    );
  });

  test('is written of a long text that is nothing but separators', () => {
    const lines = '\n'.repeat(200_000);
    expect(csvLine([lines])).toBe(`"${lines}"\r\n`);
  });

  test('is read back as what was written', () => {
    const cell = fc.string().filter((it) => !/(^|[;\t\r\n])[\s"']*[=+\-@]|^[\t\r]/.test(it));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        expect(parseLine(csvLine(cells))).toEqual(cells);
      }),
    );
  });
});

/** RFC 4180 as a reader understands it: slow, plain, and not the code under test. */
function parseLine(line: string): string[] {
  const cells: string[] = [];
  let rest = line.replace(/\r\n$/, '');
  for (;;) {
    const match = /^"((?:[^"]|"")*)"(,|$)/.exec(rest) ?? /^([^,]*)(,|$)/.exec(rest);
    if (!match) throw new Error(`not CSV: ${rest}`);
    const isQuoted = rest.startsWith('"');
    cells.push(isQuoted ? (match[1] as string).replaceAll('""', '"') : (match[1] as string));
    if (match[2] === '') return cells;
    rest = rest.slice(match[0].length);
  }
}

test('the log is a file of its owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caretaker-log-'));
  const file = join(folder, 'profile', 'caretaker.log');
  createLog({ file }).info('a word');
  const { mode } = statSync(file);
  rmSync(folder, { recursive: true });
  expect(mode & 0o077).toBe(0);
});
