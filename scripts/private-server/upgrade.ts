import { spawn } from 'node:child_process';
import type { ServerBinaries } from './binaries.ts';
import { type DataFolder, release, writeMarker } from './data-folder.ts';
import type { PrivateServer } from './server.ts';

/**
 * Brings the system tables of a folder made by an older server up to the one that runs now.
 * A MySQL server has done it by itself while starting. Data is not touched.
 */
export async function adaptSystemTables(
  dataDir: string,
  folder: DataFolder,
  binaries: ServerBinaries,
  server: PrivateServer,
  log: (line: string) => void,
): Promise<void> {
  if (folder.version === binaries.version) return;
  if (binaries.flavour === 'mariadb' && release(folder.version) !== release(binaries.version)) {
    log(`Adapting the system tables from ${folder.version} to ${binaries.version}`);
    const failure = await runUpgrade(binaries.upgrade, server);
    if (failure) {
      // The server runs on older system tables; the marker stays, so the next start tries again.
      log(
        `The system tables could not be adapted (${failure}). Going on with the old ones; the data is untouched.`,
      );
      return;
    }
  }
  writeMarker(dataDir, binaries);
}

function runUpgrade(program: string | null, server: PrivateServer): Promise<string | null> {
  if (!program) return Promise.resolve('mariadb-upgrade is not installed');
  const args = [
    '--no-defaults',
    '--host=127.0.0.1',
    `--port=${server.port}`,
    '--user=root',
    '--upgrade-system-tables',
  ];
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, MYSQL_PWD: server.root.password },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-1000);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) =>
      resolve(code === 0 ? null : said.trim().split('\n').at(-1) || `exit code ${code}`),
    );
  });
}
