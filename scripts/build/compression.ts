import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const worthwhile = ['.css', '.html', '.js', '.json', '.svg'];
/** Below this a file fits into one packet as it is. */
const smallestBytes = 1_000;

/** Lays `name.br` and `name.gz` beside each text file of a build, so that the host has nothing to compress. */
export function compression(): Plugin {
  return {
    name: 'caretaker:compression',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const found = await readdir(dir, { recursive: true, withFileTypes: true });
      const files = found.filter((it) => it.isFile() && worthwhile.includes(extname(it.name)));
      for (const file of files) await compress(join(file.parentPath, file.name));
    },
  };
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file);
  if (bytes.length < smallestBytes) return;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params: quality }));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
