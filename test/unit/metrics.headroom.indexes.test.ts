import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoted } from '../../src/core/database/quoted.ts';
import { statementsFor } from '../../src/core/metrics/headroom/indexes/ddl.ts';
import { redundantIndexes } from '../../src/core/metrics/headroom/indexes/redundant.ts';
import {
  fulfils,
  type IndexedTable,
  type IndexNeed,
  type IndexPart,
  isPrimary,
  type TableIndex,
} from '../../src/core/metrics/headroom/indexes/table-indexes.ts';
import { unusedIndexes } from '../../src/core/metrics/headroom/indexes/unused.ts';

/** `a, b(10), c DESC`; `?` for an expression. */
function parts(text: string): IndexPart[] {
  return text.split(', ').map((part) => {
    const [, column = '', prefix, direction] = /^([^( ]+)(?:\((\d+)\))?( DESC)?$/.exec(part) ?? [];
    return {
      column: column === '?' ? null : column,
      prefix: prefix === undefined ? null : Number(prefix),
      isDescending: direction !== undefined,
    };
  });
}

function index(name: string, columns: string, o: Partial<TableIndex> = {}): TableIndex {
  return {
    name,
    parts: parts(columns),
    isUnique: name === 'PRIMARY',
    type: 'BTREE',
    isHidden: false,
    comment: '',
    bytes: 1000,
    ...o,
  };
}

const primary = index('PRIMARY', 'id');
const unique = { isUnique: true };

function table(indexes: readonly TableIndex[], needs: readonly IndexNeed[] = []): IndexedTable {
  return { schemaName: 's', tableName: 't', indexes, needs };
}

const redundant = (indexes: readonly TableIndex[], needs: readonly IndexNeed[] = []) =>
  redundantIndexes(table(indexes, needs)).map(({ index: it, by, how }) => `${it.name} by ${by.name}: ${how}`);

describe('An index is redundant', () => {
  test('where another begins with its columns', () => {
    expect(redundant([primary, index('a', 'a'), index('ab', 'a, b')])).toEqual(['a by ab: part']);
    expect(redundant([primary, index('b', 'b'), index('ab', 'a, b')])).toEqual([]);
    expect(redundant([index('PRIMARY', 'a, b'), index('a', 'a')])).toEqual(['a by PRIMARY: part']);
  });

  test('where another has the same columns: the one by name later goes, unless it is the unique or the visible one', () => {
    expect(redundant([primary, index('x', 'a'), index('y', 'a')])).toEqual(['y by x: same']);
    expect(redundant([primary, index('x', 'a'), index('y', 'a', unique)])).toEqual(['x by y: same']);
    expect(redundant([primary, index('x', 'a', { isHidden: true }), index('y', 'a')])).toEqual([
      'x by y: same',
    ]);
    expect(redundant([primary, index('id2', 'id', unique)])).toEqual(['id2 by PRIMARY: same']);
  });

  test('of a chain, all but the longest, which is the one that is named', () => {
    expect(redundant([primary, index('a', 'a'), index('ab', 'a, b'), index('abc', 'a, b, c')])).toEqual([
      'a by abc: part',
      'ab by abc: part',
    ]);
  });

  test('where only the primary key follows, which InnoDB adds to each index by itself', () => {
    expect(redundant([primary, index('a', 'a', unique), index('a_id', 'a, id')])).toEqual([
      'a_id by a: primary-key',
    ]);
    // Not with the primary key of another engine, which keeps no statistics in InnoDB.
    const elsewhere = index('PRIMARY', 'id', { bytes: null });
    expect(redundant([elsewhere, index('a', 'a', unique), index('a_id', 'a, id')])).toEqual([]);
    // Of two that differ only by it, the one that is written shorter.
    expect(redundant([primary, index('a', 'a'), index('a_id', 'a, id')])).toEqual(['a by a_id: part']);
  });

  test('not where its uniqueness would be lost, only where another sees to it', () => {
    expect(redundant([primary, index('a', 'a', unique), index('ab', 'a, b')])).toEqual([]);
    expect(redundant([primary, index('ab', 'a, b', unique), index('abc', 'a, b, c', unique)])).toEqual([]);
    expect(
      redundant([primary, index('a', 'a', unique), index('ab', 'a, b', unique), index('abc', 'a, b, c')]),
    ).toEqual(['ab by abc: part']);
    // Unique by the first ten letters is stricter than by all of them, and not the other way round.
    expect(
      redundant([primary, index('a10', 'a(10)', unique), index('a', 'a', unique), index('ab', 'a, b')]),
    ).toEqual(['a by ab: part']);
    expect(
      redundant([primary, index('a10', 'a(10)', unique), index('a', 'a', unique), index('a10b', 'a(10), b')]),
    ).toEqual([]);
  });

  test('not by another prefix, another direction, or an expression', () => {
    expect(redundant([primary, index('a10', 'a(10)'), index('ab', 'a, b')])).toEqual([]);
    expect(redundant([primary, index('a', 'a'), index('a10b', 'a(10), b')])).toEqual([]);
    expect(redundant([primary, index('a', 'a DESC'), index('ab', 'a, b')])).toEqual([]);
    expect(redundant([primary, index('e', '?'), index('e2', '?')])).toEqual([]);
    expect(redundant([primary, index('a', 'a'), index('ae', 'a, ?')])).toEqual(['a by ae: part']);
  });

  test('never by one that is hidden, nor of the kinds FULLTEXT, SPATIAL and HASH', () => {
    expect(redundant([primary, index('a', 'a'), index('ab', 'a, b', { isHidden: true })])).toEqual([]);
    for (const type of ['FULLTEXT', 'SPATIAL', 'HASH', 'RTREE', 'VECTOR']) {
      expect(redundant([primary, index('a', 'a', { type }), index('ab', 'a, b')])).toEqual([]);
      expect(redundant([primary, index('a', 'a'), index('ab', 'a, b', { type })])).toEqual([]);
    }
  });

  test('not where the server would refuse, for a foreign key or for ids that it gives', () => {
    const need: IndexNeed = { kind: 'foreign key', name: 'fk', columns: ['a', 'id'] };
    const indexes = [primary, index('a', 'a', unique), index('a_id', 'a, id')];
    expect(redundant(indexes, [need])).toEqual([]);
    const ids: IndexNeed = { kind: 'auto_increment', name: 'id', columns: ['id'] };
    const own = [index('PRIMARY', 'x, id'), index('id', 'id'), index('id_y', 'id, y')];
    expect(redundant(own, [ids])).toEqual(['id by id_y: part']);
    expect(redundant(own.slice(0, 2), [ids])).toEqual([]);
  });

  test('with a word on the order that is lost, if there is one', () => {
    const lost = (...indexes: TableIndex[]) => redundantIndexes(table(indexes))[0]?.losesOrder;
    expect(lost(primary, index('a', 'a'), index('ab', 'a, b'))).toEqual(['id']);
    expect(lost(primary, index('a', 'a'), index('a_id', 'a, id'))).toEqual([]);
    expect(lost(primary, index('a', 'a'), index('a2', 'a'))).toEqual([]);
    expect(lost(index('PRIMARY', 'a, b'), index('a', 'a'))).toEqual([]);
    // Of two that could stand in, the one that keeps the order.
    expect(lost(primary, index('a', 'a'), index('ab', 'a, b'), index('aid', 'a, id, c'))).toEqual([]);
  });

  const anyPart = fc.record({
    column: fc.constantFrom('id', 'a', 'b', null),
    prefix: fc.constantFrom(null, null, 5, 10),
    isDescending: fc.constantFrom(false, false, true),
  });
  const anyIndex = fc.record({
    parts: fc.uniqueArray(anyPart, { minLength: 1, maxLength: 3, selector: (it) => it.column }),
    isUnique: fc.boolean(),
    type: fc.constantFrom('BTREE', 'BTREE', 'BTREE', 'FULLTEXT'),
    isHidden: fc.constantFrom(false, false, false, true),
  });
  const anyTable = fc
    .record({
      indexes: fc.array(anyIndex, { maxLength: 7 }),
      needs: fc.array(fc.uniqueArray(fc.constantFrom('id', 'a', 'b'), { minLength: 1, maxLength: 2 }), {
        maxLength: 2,
      }),
    })
    .map(({ indexes, needs }) => {
      const own = [primary, ...indexes.map((it, i) => ({ ...it, name: `i${i}`, comment: '', bytes: 100 }))];
      const all = needs.map((columns, i): IndexNeed => ({ kind: 'foreign key', name: `fk${i}`, columns }));
      // A server has no table that lacks an index which it needs.
      return table(
        own,
        all.filter((need) => own.some((it) => !it.isHidden && fulfils(it, need))),
      );
    });

  test('law: all that are named may go together, and what each did is still done by what is left', () => {
    fc.assert(
      fc.property(anyTable, (given) => {
        const found = redundantIndexes(given);
        const gone = new Set(found.map((it) => it.index));
        const left = given.indexes.filter((it) => !gone.has(it));
        expect(gone.size).toBe(found.length);
        for (const { index: it, by } of found) {
          expect(left).toContain(by);
          expect(by.isHidden || by.type !== 'BTREE' || it.type !== 'BTREE' || isPrimary(it)).toBe(false);
          // Each column of it in order is one of the other's, or of the primary key after it.
          const whole = isPrimary(by) ? by.parts : [...by.parts, ...primary.parts];
          expect(it.parts).toEqual(whole.slice(0, it.parts.length));
          if (it.isUnique) {
            const seenTo = left.some(
              (other) =>
                other.isUnique &&
                other.parts.every((part) =>
                  it.parts.some(
                    (mine) =>
                      mine.column === part.column &&
                      (mine.prefix === null || (part.prefix !== null && part.prefix <= mine.prefix)),
                  ),
                ),
            );
            expect(seenTo).toBe(true);
          }
        }
        for (const need of given.needs) expect(left.some((it) => fulfils(it, need))).toBe(true);
        // And nothing more could go then.
        expect(redundantIndexes({ ...given, indexes: left })).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('An index is unused', () => {
  const never = { daysSeen: 60, usedAt: null };

  test('only after 30 full days, whatever was before', () => {
    const days: Record<string, number> = { a: 29, b: 30, c: 0 };
    const indexes = ['a', 'b', 'c', 'd'].map((name) => index(name, name));
    const { unused, waiting } = unusedIndexes([table([primary, ...indexes])], (_, { name }) => {
      const daysSeen = days[name];
      return daysSeen === undefined ? null : { daysSeen, usedAt: null };
    });
    expect(unused.map((it) => it.index.name)).toEqual(['b']);
    // What no reading told of is not waited for: nobody counts it.
    expect(waiting).toEqual({ count: 2, daysSeen: 29 });
  });

  test('never if it is unique, the primary key, or of a kind whose uses are not counted', () => {
    const indexes = [primary, index('u', 'a', unique), index('f', 'b', { type: 'FULLTEXT' })];
    expect(unusedIndexes([table(indexes)], () => never).unused).toEqual([]);
  });

  test('and of two that serve one foreign key, one stays; what is left is what else is reckoned with', () => {
    const need: IndexNeed = { kind: 'foreign key', name: 'fk', columns: ['a'] };
    const given = table(
      [primary, index('a', 'a', { bytes: 10 }), index('ab', 'a, b', { bytes: 20 })],
      [need],
    );
    const { unused, left } = unusedIndexes([given], () => never);
    expect(unused.map((it) => [it.index.name, it.neededFor])).toEqual([
      ['ab', null],
      ['a', 'the foreign key fk'],
    ]);
    expect(left[0]?.indexes.map((it) => it.name)).toEqual(['PRIMARY', 'a']);
    // Else (a) would be called redundant by the very one that goes.
    expect(redundantIndexes(left[0] as IndexedTable)).toEqual([]);
  });
});

describe('The statements to drop an index and to make it again', () => {
  const at = { schemaName: 's', tableName: 't' };

  test('name prefix lengths, order, uniqueness, what is hidden and the comment', () => {
    const it = index('i', 'a(10), b DESC, c', { isUnique: true, comment: "it's old", isHidden: true });
    expect(statementsFor(at, it, 'mysql')).toEqual({
      drop: 'ALTER TABLE `s`.`t` DROP INDEX `i`;',
      undo: "ALTER TABLE `s`.`t` ADD UNIQUE INDEX `i` (`a`(10), `b` DESC, `c`) COMMENT 'it''s old' INVISIBLE;",
      noUndo: null,
    });
    expect(statementsFor(at, it, 'mariadb').undo).toMatch(/ IGNORED;$/);
  });

  test('leave the undo out where it could not be right', () => {
    expect(statementsFor(at, index('i', 'a, ?'), 'mysql')).toMatchObject({
      undo: null,
      noUndo: expect.stringContaining('SHOW CREATE TABLE'),
    });
    expect(statementsFor(at, index('i', 'a', { comment: 'a\\' }), 'mysql').undo).toBeNull();
  });

  test('law: whatever a name holds, it is read as that name and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const text = quoted(name);
        // As the server's lexer reads it: to the first backtick that is not doubled.
        const [, inner = ''] = /^`((?:[^`]|``)*)`/su.exec(text) ?? [];
        expect(inner.length + 2).toBe(text.length);
        expect(inner.replaceAll('``', '`')).toBe(name);
      }),
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (name, comment) => {
        const it = {
          ...index('i', 'a'),
          name,
          comment,
          parts: [{ column: name, prefix: null, isDescending: false }],
        };
        const { drop, undo } = statementsFor({ schemaName: name, tableName: name }, it, 'mysql');
        // Outside of what is quoted, there are only the words of this statement.
        const bare = (text: string) => text.replace(/`(?:[^`]|``)*`/gs, '`').replace(/'(?:[^']|'')*'/gs, "'");
        expect(bare(drop)).toBe('ALTER TABLE `.` DROP INDEX `;');
        if (undo !== null) expect(bare(undo)).toBe("ALTER TABLE `.` ADD INDEX ` (`) COMMENT ';");
        else expect(comment).toMatch(/[\\\0]/);
      }),
    );
  });
});
