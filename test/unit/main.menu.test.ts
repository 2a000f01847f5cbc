import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { menuTemplate } from '../../src/main/menu.ts';

/** Every entry of the menu by its role or label. */
function entries(template: MenuItemConstructorOptions[]): string[] {
  return template.flatMap((it) => [
    ...(it.role === undefined ? [] : [it.role]),
    ...(it.label === undefined ? [] : [it.label]),
    ...(Array.isArray(it.submenu) ? entries(it.submenu) : []),
  ]);
}

const usual = { development: false, newWindow: () => undefined, checkForUpdates: null };

test('a packaged app offers neither a reload nor the inspector', () => {
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    const found = entries(menuTemplate({ ...usual, platform }));
    expect(found).not.toContain('toggleDevTools');
    expect(found).not.toContain('reload');
    expect(found).not.toContain('forceReload');
  }
  expect(entries(menuTemplate({ ...usual, platform: 'linux', development: true }))).toContain(
    'toggleDevTools',
  );
});

test('copying, zooming and quitting are where each system has them', () => {
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    const found = entries(menuTemplate({ ...usual, platform }));
    expect(found).toEqual(
      expect.arrayContaining(['editMenu', 'zoomIn', 'zoomOut', 'resetZoom', 'quit', 'about']),
    );
    expect(found.includes('appMenu')).toBe(platform === 'darwin');
  }
});

test('updates are offered only where they are published', () => {
  const label = 'Check for Updates…';
  expect(entries(menuTemplate({ ...usual, platform: 'win32' }))).not.toContain(label);
  for (const platform of ['darwin', 'win32'] as const) {
    expect(entries(menuTemplate({ ...usual, platform, checkForUpdates: vi.fn() }))).toContain(label);
  }
});
