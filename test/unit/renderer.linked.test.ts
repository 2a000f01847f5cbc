import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reasonWords, strengthWord } from '../../src/renderer/features/members/linked/link-words.ts';
import { ringLayout } from '../../src/renderer/features/members/linked/ring-layout.ts';

const members = (count: number) => Array.from({ length: count }, (_, index) => String(index + 2));

describe('the graph of a ring', () => {
  const ring = fc.integer({ min: 1, max: 24 }).chain((count) => {
    const id = fc.constantFrom('1', ...members(count));
    const edge = fc.record({ a: id, b: id, strength: fc.double({ min: 0, max: 1, noNaN: true }) });
    return fc.record({ ids: fc.constant(members(count)), edges: fc.array(edge, { maxLength: 40 }) });
  });

  it('has a place for everyone, within its frame and apart from all others', () => {
    fc.assert(
      fc.property(ring, ({ ids, edges }) => {
        const places = [...ringLayout('1', ids, edges).values()];
        expect(places).toHaveLength(ids.length + 1);
        for (const [at, { x, y }] of places.entries()) {
          expect(Math.min(x, y)).toBeGreaterThan(0.05);
          expect(Math.max(x, y)).toBeLessThan(0.95);
          for (const other of places.slice(at + 1)) {
            expect(Math.hypot(other.x - x, other.y - y)).toBeGreaterThan(0.1);
          }
        }
      }),
    );
  });

  it('is drawn the same each time', () => {
    fc.assert(
      fc.property(ring, ({ ids, edges }) => {
        expect([...ringLayout('1', ids, edges)]).toEqual([...ringLayout('1', ids, edges)]);
      }),
    );
  });

  it('puts those next to one another who are tied', () => {
    const order = [...ringLayout('1', ['2', '3', '4', '5'], [{ a: '5', b: '2', strength: 0.9 }]).keys()];
    expect(order).toEqual(['1', '2', '5', '3', '4']);
  });
});

describe('the words for a link', () => {
  it('say what is shared, by how many, and when that says little', () => {
    const reason = {
      kind: 'address',
      sharedBy: 2,
      sharedByMore: false,
      lastAt: null,
      strength: 0.6,
    } as const;
    expect(reasonWords(reason)).toBe('same address');
    expect(reasonWords({ ...reason, kind: 'device', sharedBy: 3 })).toBe('same device, shared by 3');
    expect(reasonWords({ ...reason, sharedBy: 150, strength: 0.01 })).toBe(
      'same address, shared by 150: says little',
    );
    expect(reasonWords({ ...reason, sharedBy: 200, sharedByMore: true, strength: 0.01 })).toContain('200+');
  });

  it('name the strength in three steps', () => {
    expect([0.9, 0.3, 0.05].map(strengthWord)).toEqual(['strong', 'likely', 'weak']);
  });
});
