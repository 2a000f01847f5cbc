import { freemem } from 'node:os';
import type { ServerBinaries } from './binaries.ts';

/** What differs between a server for a demo and one for a test. */
export interface ServerSettings {
  bufferPoolMegabytes: number;
  redoMegabytes: number;
  /** False gives up safety against a power cut (not against kill -9) for speed. */
  fsync: boolean;
  /** Further options of the server by their long name, for example `{ 'require-secure-transport': 'ON' }`. */
  options: Record<string, string>;
}

/** A demo of a few million rows: a redo log that bulk loading does not stall on, a quarter of the free memory. */
export function demoSettings(): ServerSettings {
  const quarter = Math.floor(freemem() / 4 / 2 ** 20);
  return {
    bufferPoolMegabytes: Math.min(1024, Math.max(64, quarter)),
    redoMegabytes: 512,
    fsync: true,
    options: {},
  };
}

/** What searches and pages read of a member again and again, in bytes: the directory with its indexes, measured. */
const HOT_BYTES_PER_MEMBER = 1500;

/**
 * What a community of millions needs beyond a demo's settings: a buffer pool and a redo log that grow with it, and more
 * memory for sorting while an index is built, else its rows are merged from thousands of pieces.
 */
export function roomFor(members: number): Partial<ServerSettings> {
  const wanted = Math.floor((members * HOT_BYTES_PER_MEMBER) / 2 ** 20);
  if (wanted <= 1024) return {};
  const half = Math.floor(freemem() / 2 / 2 ** 20);
  return {
    bufferPoolMegabytes: Math.max(1024, Math.min(wanted, half)),
    redoMegabytes: 2048,
    options: { 'innodb-sort-buffer-size': '64M' },
  };
}

/**
 * The options that decide the shape of the files, needed when a folder is made and when it is used. A starting server
 * clears its temporary folder of every server's files, so that sharing /tmp would break others: each has its own.
 */
export function folderOptions(binaries: ServerBinaries, settings: ServerSettings, tmpDir: string): string[] {
  const redo = `${settings.redoMegabytes}M`;
  return [
    binaries.flavour === 'mariadb' ? `--innodb-log-file-size=${redo}` : `--innodb-redo-log-capacity=${redo}`,
    `--tmpdir=${tmpDir}`,
    ...(settings.fsync ? [] : ['--innodb-flush-method=nosync']),
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  ];
}

/** Every option of a running private server but its place and port. */
export function runOptions(binaries: ServerBinaries, settings: ServerSettings, tmpDir: string): string[] {
  return [
    ...folderOptions(binaries, settings, tmpDir),
    '--bind-address=127.0.0.1',
    // Names are never looked up: a machine without DNS would wait for each connection.
    '--skip-name-resolve',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--performance-schema=ON',
    '--local-infile=ON',
    `--innodb-buffer-pool-size=${settings.bufferPoolMegabytes}M`,
    '--innodb-flush-log-at-trx-commit=2',
    ...(binaries.flavour === 'mysql' ? ['--secure-file-priv=NULL', '--mysqlx=OFF'] : []),
    ...Object.entries(settings.options).map(([name, value]) => `--${name}=${value}`),
  ];
}
