import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBuiltPage } from '../../src/core/page/files.ts';

test('a file of the interface that could not be read once is read when it can be', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'caretaker-page-'));
  await writeFile(join(folder, 'index.html'), '<title>Caretaker</title>');
  await writeFile(join(folder, 'boot.js'), 'boot');
  const page = await openBuiltPage(folder);
  await rename(join(folder, 'boot.js'), join(folder, 'aside.js'));
  await expect(page.answer('/boot.js')).rejects.toThrow('ENOENT');
  await rename(join(folder, 'aside.js'), join(folder, 'boot.js'));
  const { status, body } = await page.answer('/boot.js');
  expect([status, Buffer.from(body).toString()]).toEqual([200, 'boot']);
  await rm(folder, { recursive: true });
});
