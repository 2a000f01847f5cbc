import { describe, expect, it } from 'vitest';
import { bindingOf, type CommandId, commandIds } from '../../src/renderer/keys/key-map.ts';
import { keyCaps, nameOf, readPress } from '../../src/renderer/keys/key-press.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false };
const everything = () => true;
const only =
  (...ids: CommandId[]) =>
  (id: CommandId) =>
    ids.includes(id);

describe('a key press', () => {
  it('is named as the key map writes it', () => {
    expect(nameOf({ ...plain, key: 'j' })).toBe('j');
    expect(nameOf({ ...plain, key: '?', shiftKey: true })).toBe('?');
    expect(nameOf({ ...plain, key: 'k', ctrlKey: true })).toBe('mod+k');
    expect(nameOf({ ...plain, key: 'K', metaKey: true, shiftKey: true })).toBe('mod+k');
    expect(nameOf({ ...plain, key: 'Escape' })).toBe('Escape');
    expect(nameOf({ ...plain, key: 'ArrowDown', shiftKey: true })).toBe('shift+ArrowDown');
  });

  it('of a modifier alone, or with Alt, or a capital letter, means nothing', () => {
    expect(nameOf({ ...plain, key: 'Shift', shiftKey: true })).toBeNull();
    expect(nameOf({ ...plain, key: 'j', altKey: true })).toBeNull();
    expect(nameOf({ ...plain, key: 'J', shiftKey: true })).toBeNull();
  });

  it('typed with AltGr, as brackets are on many keyboards, is the sign itself', () => {
    expect(nameOf({ ...plain, key: '[', ctrlKey: true, altKey: true, altGraph: true })).toBe('[');
  });
});

describe('reading keys', () => {
  it('goes to the record after g and then r', () => {
    const first = readPress('g', null, everything);
    expect(first).toEqual({ commands: [], pending: 'g' });
    expect(readPress('r', first.pending, everything).commands).toContain('go.record');
  });

  it('takes a second key that completes nothing for itself', () => {
    expect(readPress('j', 'g', everything).commands).toContain('list.next');
  });

  it('does only what the present view offers', () => {
    expect(readPress('e', null, only('list.next')).commands).toEqual([]);
    expect(readPress('1', null, only('demo.1')).commands).toEqual(['demo.1']);
    expect(readPress('1', null, only('history.login')).commands).toEqual(['history.login']);
  });
});

describe('the key map', () => {
  const screens: CommandId[][] = [
    commandIds.filter((id) => ['Everywhere', 'Lists', 'Members', 'A member'].includes(bindingOf(id).group)),
    commandIds.filter((id) => ['Everywhere', 'Lists', 'Reports'].includes(bindingOf(id).group)),
    commandIds.filter((id) => ['Everywhere', 'Lists', 'Tickets'].includes(bindingOf(id).group)),
    commandIds.filter((id) => ['Everywhere', 'Lists', 'Metrics'].includes(bindingOf(id).group)),
    commandIds.filter((id) => ['Everywhere', 'Lists', 'Record'].includes(bindingOf(id).group)),
    commandIds.filter((id) => bindingOf(id).group === 'Signing in'),
  ];

  it('gives no key to two commands of one screen', () => {
    for (const screen of screens) {
      const keys = screen.flatMap((id) => bindingOf(id).keys);
      expect(keys).toEqual([...new Set(keys)]);
    }
  });

  it('has no key that hides the first of two', () => {
    for (const screen of screens) {
      const keys = screen.flatMap((id) => bindingOf(id).keys);
      for (const pair of keys.filter((each) => each.includes(' '))) {
        expect(keys).not.toContain(pair.split(' ')[0]);
      }
    }
  });

  it('lets no key that could be part of a text fire in a field', () => {
    for (const id of commandIds.filter((each) => bindingOf(each).inFields)) {
      for (const key of bindingOf(id).keys) expect(key).toMatch(/^mod\+/);
    }
  });

  it('shows keys as they are written on a keyboard', () => {
    expect(keyCaps('mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(keyCaps('mod+k', true)).toEqual(['⌘', 'K']);
    expect(keyCaps('g m', false)).toEqual(['g', 'm']);
    expect(keyCaps('Escape', false)).toEqual(['Esc']);
    expect(keyCaps('shift+ArrowDown', false)).toEqual(['Shift', '↓']);
    expect(keyCaps('+', false)).toEqual(['+']);
  });
});
