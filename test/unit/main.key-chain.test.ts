import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemKeyChain } from '../../src/main/key-chain.ts';
import { reversingStorage } from '../support/electron-stand-in.ts';

function keyFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'caretaker-keys-')), 'profile', 'keys.json');
}

function keyChain(file: string) {
  const made = systemKeyChain(reversingStorage, 'darwin', file);
  if (made === null) throw new Error('there is no key chain');
  return made;
}

test('a password is kept across starts, sealed, in a file of its owner alone', async () => {
  const file = keyFile();
  await keyChain(file).set('demo/ada', 'correct horse');
  expect(readFileSync(file, 'utf8')).not.toContain('correct horse');
  expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from('correct horse').toString('base64'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await keyChain(file).get('demo/ada')).toBe('correct horse');
});

test('a password that was removed is gone, and the others stay', async () => {
  const keys = keyChain(keyFile());
  await Promise.all([keys.set('a', '1'), keys.set('b', '2'), keys.set('c', '3')]);
  await keys.remove('b');
  expect(await Promise.all([keys.get('a'), keys.get('b'), keys.get('c')])).toEqual(['1', null, '3']);
});

test('a file that cannot be opened any more counts as nothing kept', async () => {
  const file = keyFile();
  const keys = keyChain(file);
  await keys.set('a', '1');
  writeFileSync(file, 'not json');
  expect(await keys.get('a')).toBeNull();
  const foreign = {
    ...reversingStorage,
    decryptString: () => {
      throw new Error('sealed by another');
    },
  };
  await keys.set('a', '1');
  expect(await systemKeyChain(foreign, 'darwin', file)?.get('a')).toBeNull();
});

test.each(['basic_text', 'unknown'] as const)(
  'on Linux a store that seals with a password known to everyone (%s) is no key chain',
  (backend) => {
    const storage = { ...reversingStorage, getSelectedStorageBackend: () => backend };
    expect(systemKeyChain(storage, 'linux', keyFile())).toBeNull();
  },
);

test('without encryption there is no key chain on any system', () => {
  const storage = { ...reversingStorage, isEncryptionAvailable: () => false };
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    expect(systemKeyChain(storage, platform, keyFile())).toBeNull();
  }
});

test('the key chain bears the name that people know', () => {
  const name = (platform: NodeJS.Platform) => systemKeyChain(reversingStorage, platform, keyFile())?.name;
  expect([name('darwin'), name('win32'), name('linux')]).toEqual([
    'Keychain',
    'Windows account',
    'GNOME Keyring',
  ]);
});
