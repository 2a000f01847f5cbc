import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { parseSync } from 'vite';

/** Who may import whom. A place that is not named may not be imported from there. */
const allowed: Record<string, readonly string[]> = {
  contract: ['contract', 'library'],
  core: ['contract', 'core', 'node', 'library'],
  main: ['contract', 'core', 'main', 'electron', 'node', 'library'],
  preload: ['electron'],
  serve: ['contract', 'core', 'serve', 'node', 'library'],
  renderer: ['contract', 'renderer', 'library'],
};

/** A file of src, by its path below src with slashes. */
export interface Source {
  path: string;
  text: string;
}

/** Each import of `source` that the table forbids, as `path:line what was wrong`. */
export function illegalImports(source: Source): string[] {
  const from = source.path.split('/')[0] ?? '';
  const may = allowed[from];
  if (may === undefined) return [`src/${source.path}:1 lies in no folder of the house`];
  return importsOf(source).flatMap(({ target, line }) => {
    const problem =
      target === null ? 'imports what only running it would tell' : forbidden(source.path, target, may);
    return problem === null ? [] : [`src/${source.path}:${line} ${problem}`];
  });
}

/** Every TypeScript file below `folder`. */
export function sourcesBelow(folder: string): Source[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((it) => it.isFile() && /\.tsx?$/.test(it.name))
    .map((it) => join(it.parentPath, it.name))
    .map((file) => ({
      path: relative(folder, file).split(sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function forbidden(path: string, target: string, may: readonly string[]): string | null {
  const place = placeOf(path, target);
  if (place === null) return `imports ${target}, which lies outside src`;
  if (place === 'node' && may.includes('node') && !target.startsWith('node:')) {
    return `imports ${target} without node: before it`;
  }
  if (may.includes(place)) return null;
  return `imports ${target}: ${path.split('/')[0]} may not import from ${place}`;
}

/** The house's part that a target belongs to, or null for a file outside of it. */
function placeOf(path: string, target: string): string | null {
  if (target.startsWith('.')) {
    const below = posix.normalize(posix.join(dirname(path), target));
    return below.startsWith('..') ? null : (below.split('/')[0] ?? null);
  }
  if (target.startsWith('/')) return null;
  if (target === 'electron' || target.startsWith('electron/')) return 'electron';
  return isBuiltin(target) ? 'node' : 'library';
}

interface Import {
  /** Null where it is not written in the text. */
  target: string | null;
  line: number;
}

interface SyntaxNode {
  type: string;
  start: number;
  [part: string]: unknown;
}

/** Static, dynamic and type imports, re-exports and require calls, wherever they stand. */
function importsOf({ path, text }: Source): Import[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`src/${path} cannot be read: ${errors[0]?.message}`);
  const found: Import[] = [];
  visit(program, (node) => {
    const given = importTarget(node);
    if (given === undefined) return;
    const line = text.slice(0, node.start).split('\n').length;
    found.push({ target: isNode(given) && typeof given.value === 'string' ? given.value : null, line });
  });
  return found;
}

/** The node that says what is imported, or undefined for a node that imports nothing. */
function importTarget(node: SyntaxNode): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source;
    case 'ExportNamedDeclaration':
      return node.source ?? undefined;
    case 'TSExternalModuleReference':
      return node.expression;
    case 'CallExpression': {
      const { callee, arguments: given } = node;
      if (!isNode(callee) || callee.name !== 'require') return undefined;
      return Array.isArray(given) ? (given[0] ?? null) : null;
    }
    default:
      return undefined;
  }
}

function visit(value: unknown, meet: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const it of value) visit(it, meet);
  if (!isNode(value)) return;
  meet(value);
  for (const part of Object.values(value)) visit(part, meet);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
