import { join } from 'node:path';
import { build } from '../../scripts/start/build.ts';

export const root = join(import.meta.dirname, '../..');
export const out = join(root, 'out');

/** Makes sure that `out/` was built from the sources as they are now. */
export async function currentBundles(): Promise<void> {
  await build(root, new AbortController().signal, () => undefined);
}
