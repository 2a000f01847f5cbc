import { join } from 'node:path';
import { expect, test } from 'vitest';
import { illegalImports, sourcesBelow } from '../support/imports.ts';

const src = join(import.meta.dirname, '../../src');

test('no file imports from a part of the house that it may not know', () => {
  const sources = sourcesBelow(src);
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(illegalImports)).toEqual([]);
});

test.each([
  ['contract/a.ts', "import { x } from '../core/x.ts';", 'contract may not import from core'],
  ['contract/a.ts', "import 'node:fs';", 'contract may not import from node'],
  ['contract/a.ts', "import 'react'; import '../renderer/x.ts';", 'contract may not import from renderer'],
  ['core/a/b.ts', "import type { App } from 'electron';", 'core may not import from electron'],
  ['core/a/b.ts', "let app: import('electron').App;", 'core may not import from electron'],
  ['core/a/b.ts', "import '../../serve/x.ts';", 'core may not import from serve'],
  ['core/a/b.ts', "export * from '../../main/x.ts';", 'core may not import from main'],
  ['core/a/b.ts', "import fs from 'fs';", 'without node: before it'],
  ['main/a.ts', "import { x } from '../serve/x.ts';", 'main may not import from serve'],
  ['main/a.ts', "export { x } from '../renderer/x.ts';", 'main may not import from renderer'],
  ['preload/index.ts', "import { z } from 'zod';", 'preload may not import from library'],
  [
    'preload/index.ts',
    "import type { B } from '../contract/bridge.ts';",
    'preload may not import from contract',
  ],
  ['preload/index.ts', "const fs = require('node:fs');", 'preload may not import from node'],
  ['serve/a.ts', "import 'electron';", 'serve may not import from electron'],
  ['serve/a.ts', "const x = await import('../main/x.ts');", 'serve may not import from main'],
  [
    'renderer/a.tsx',
    "import { x } from '../core/x.ts'; const y = <p>{x}</p>;",
    'renderer may not import from core',
  ],
  ['renderer/a/b.ts', "import { readFile } from 'fs/promises';", 'renderer may not import from node'],
  [
    'renderer/a/b.ts',
    "import { ipcRenderer } from 'electron/renderer';",
    'renderer may not import from electron',
  ],
  ['renderer/a/b.ts', "import x from '../../../package.json';", 'lies outside src'],
  ['renderer/a/b.ts', 'const x = await import(name);', 'imports what only running it would tell'],
  ['tools/a.ts', 'export {};', 'lies in no folder of the house'],
])('%s with %s is told what is wrong with it', (path, text, problem) => {
  expect(illegalImports({ path, text })).toEqual([expect.stringContaining(problem)]);
});

test('an illegal import is told by its file and line', () => {
  const text = "import { z } from 'zod';\n\nexport const a = z.int();\nimport '../main/x.ts';\n";
  expect(illegalImports({ path: 'contract/a.ts', text })).toEqual([
    'src/contract/a.ts:4 imports ../main/x.ts: contract may not import from main',
  ]);
});

test.each([
  ['contract/a.ts', "import { z } from 'zod'; import { b } from './b.ts';"],
  ['core/a/b.ts', "import { readFile } from 'node:fs/promises'; import { c } from '../../contract/c.ts';"],
  ['main/a.ts', "import { app } from 'electron'; import { x } from '../core/x.ts';"],
  ['preload/index.ts', "import { contextBridge } from 'electron';"],
  ['serve/a.ts', "import { WebSocketServer } from 'ws'; import { x } from '../core/x.ts';"],
  ['renderer/a.tsx', "import mark from './mark.svg'; const a = await import('./lazy.tsx');"],
  ['renderer/a.tsx', "// import '../core/x.ts'\nconst text = \"import '../core/x.ts'\";"],
])('%s with %s is as it should be', (path, text) => {
  expect(illegalImports({ path, text })).toEqual([]);
});
