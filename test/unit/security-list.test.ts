import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const list = readFileSync(join(root, 'docs/security.md'), 'utf8');

interface NamedTest {
  file: string;
  name: string;
}

/** The rows of the page's tables; each ends with a test's file and name. */
function rows(): string[] {
  return list.split('\n').filter((line) => line.startsWith('| ') && !/\| test \|$/.test(line));
}

function namedTests(): NamedTest[] {
  return rows().flatMap((row) => {
    const [, file, name] = /`(test\/[^`]+)`: (.+) \|$/.exec(row) ?? [];
    return file === undefined || name === undefined ? [] : [{ file, name }];
  });
}

/** Whether `text` holds a test of exactly this name. */
function holds(text: string, name: string): boolean {
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${name}${quote},`);
  return text.split('\n').some((line) => {
    const at = quoted.map((it) => line.indexOf(it)).find((it) => it >= 0);
    return at !== undefined && /^(\s*|.*\()$/.test(line.slice(0, at));
  });
}

test('each promise on the page of security names its test', () => {
  expect(rows().length).toBeGreaterThan(70);
  expect(namedTests()).toHaveLength(rows().length);
});

test('every test that the page of security names exists', () => {
  const missing = namedTests().filter(({ file, name }) => {
    const path = join(root, file);
    return !existsSync(path) || !holds(readFileSync(path, 'utf8'), name);
  });
  expect(missing).toEqual([]);
});

test('a test that was renamed is missed', () => {
  const text = "test('the page stays', () => {});\ntest.each([1])(\n  'the page %s',\n  () => {},\n);";
  expect(holds(text, 'the page stays')).toBe(true);
  expect(holds(text, 'the page %s')).toBe(true);
  expect(holds(text, 'the page')).toBe(false);
  expect(holds("// 'the page stays', as it was", 'the page stays')).toBe(false);
});
