import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { KeyChain } from '../core/connections/key-chain.ts';

type Storage = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Pick<SafeStorage, 'getSelectedStorageBackend'>;

const Kept = z.record(z.string(), z.string());

/**
 * The system's key chain, which holds the key that what lies in `file` is sealed with. Null where there is
 * none: on Linux without a secret service Electron would seal with a password known to everyone.
 */
export function systemKeyChain(storage: Storage, platform: NodeJS.Platform, file: string): KeyChain | null {
  if (!storage.isEncryptionAvailable()) return null;
  const name = platform === 'linux' ? linuxNames[storage.getSelectedStorageBackend()] : names[platform];
  if (name === undefined) return null;

  let writing: Promise<unknown> = Promise.resolve();
  /** One change after the other, so that two kept at once are both kept. */
  function change(edit: (kept: Record<string, string>) => void): Promise<void> {
    const done = writing.then(async () => {
      const kept = await read(file);
      edit(kept);
      await write(file, kept);
    });
    writing = done.catch(() => undefined);
    return done;
  }

  return {
    name,
    async get(key) {
      await writing;
      const sealed = (await read(file))[key];
      if (sealed === undefined) return null;
      try {
        return storage.decryptString(Buffer.from(sealed, 'base64'));
      } catch {
        // Sealed by another account or before the key chain was reset: as good as not kept.
        return null;
      }
    },
    set: (key, secret) =>
      change((kept) => {
        kept[key] = storage.encryptString(secret).toString('base64');
      }),
    remove: (key) =>
      change((kept) => {
        delete kept[key];
      }),
  };
}

const names: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Keychain',
  win32: 'Windows account',
};

const linuxNames: Partial<Record<ReturnType<Storage['getSelectedStorageBackend']>, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

async function read(file: string): Promise<Record<string, string>> {
  try {
    return Kept.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}

async function write(file: string, kept: Record<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
