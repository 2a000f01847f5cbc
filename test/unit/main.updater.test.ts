import { expect, test, vi } from 'vitest';
import { createUpdateCheck, type UpdateOptions, updatesArePublished } from '../../src/main/updater.ts';

/** An updater that finds version 2, or none, or fails. */
function updates(o: { found?: boolean; fails?: boolean; answers?: boolean[] } = {}) {
  const updater = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    checkForUpdates: vi.fn(async () => {
      if (o.fails === true) throw new Error('no network');
      return { isUpdateAvailable: o.found ?? true, updateInfo: { version: '2.0.0' } };
    }),
    downloadUpdate: vi.fn(async () => []),
    quitAndInstall: vi.fn(),
  };
  const answers = [...(o.answers ?? [])];
  const ask = vi.fn(async () => answers.shift() ?? false);
  const tell = vi.fn(async () => undefined);
  const check = createUpdateCheck({ updater: updater as unknown as UpdateOptions['updater'], ask, tell });
  return { updater, ask, tell, check };
}

test('updates are looked for only in a package that says who publishes them', () => {
  expect(updatesArePublished({ packaged: true, feedFileExists: true })).toBe(true);
  expect(updatesArePublished({ packaged: false, feedFileExists: true })).toBe(false);
  expect(updatesArePublished({ packaged: true, feedFileExists: false })).toBe(false);
});

test('nothing is fetched or installed by itself', () => {
  const { updater } = updates();
  expect(updater.autoDownload).toBe(false);
  expect(updater.autoInstallOnAppQuit).toBe(false);
  expect(updater.checkForUpdates).not.toHaveBeenCalled();
});

test('an update is fetched after one yes and installed after another', async () => {
  const { updater, check, ask } = updates({ answers: [true, true] });
  await check();
  expect(ask).toHaveBeenCalledTimes(2);
  expect(updater.downloadUpdate).toHaveBeenCalledOnce();
  expect(updater.quitAndInstall).toHaveBeenCalledOnce();
});

test('a no leaves everything as it is', async () => {
  const first = updates({ answers: [false] });
  await first.check();
  expect(first.updater.downloadUpdate).not.toHaveBeenCalled();
  const second = updates({ answers: [true, false] });
  await second.check();
  expect(second.updater.quitAndInstall).not.toHaveBeenCalled();
});

test('without a newer version, or without a network, one is told so', async () => {
  const none = updates({ found: false });
  await none.check();
  expect(none.tell).toHaveBeenCalledWith('Caretaker is up to date.', expect.any(String));
  const cut = updates({ fails: true });
  await cut.check();
  expect(cut.tell).toHaveBeenCalledWith(
    expect.stringContaining('could not'),
    expect.stringContaining('Nothing was'),
  );
});
