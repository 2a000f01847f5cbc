import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder `resources/`: beside `src/` in a checkout, beside the bundles in a package. */
export const resourcesDir: string = find(import.meta.dirname);

function find(from: string): string {
  const here = join(from, 'resources');
  if (existsSync(join(here, 'migrations'))) return here;
  const up = dirname(from);
  if (up === from)
    throw new Error('Caretaker is not complete: its folder resources/ is missing. Install it again.');
  return find(up);
}
