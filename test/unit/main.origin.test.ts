import { expect, test } from 'vitest';
import { appUrl, ownOrigin } from '../../src/main/origin.ts';

test('a packaged app shows its own page, whatever the environment says', () => {
  expect(ownOrigin({ packaged: true, devUrl: 'http://localhost:5173/' }).url).toBe(appUrl);
  expect(
    ownOrigin({ packaged: true, devUrl: 'http://localhost:5173/' }).includes('http://localhost:5173/'),
  ).toBe(false);
});

test('in development the page that Vite serves is the app’s own', () => {
  const own = ownOrigin({ packaged: false, devUrl: 'http://localhost:5173' });
  expect(own.url).toBe('http://localhost:5173/');
  expect(own.includes('http://localhost:5173/members')).toBe(true);
  expect(own.includes(appUrl)).toBe(false);
  expect(own.includes('http://localhost:5174/')).toBe(false);
});

test('development never loads a page from another machine', () => {
  for (const devUrl of [
    'http://evil.example/',
    'https://localhost.evil.example/',
    'file:///tmp/x.html',
    'x',
    '',
  ]) {
    expect(ownOrigin({ packaged: false, devUrl }).url).toBe(appUrl);
  }
});
