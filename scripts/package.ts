import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './start/build.ts';

const root = join(import.meta.dirname, '..');

const help = `Makes Caretaker's installers for this system in dist/.

  npm run package [-- options of electron-builder]

  --linux, --mac, --win   for that system instead of this one
  --dir                   the app's folder alone, without an installer
  --help                  this text; all options: npx electron-builder --help
`;

/** What electron-builder says when it could not fetch what it packs. */
const noDownload =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|cannot resolve|status code|getaddrinfo/i;

if (process.argv.includes('--help')) process.stdout.write(help);
else process.exitCode = await main(process.argv.slice(2));

async function main(options: string[]): Promise<number> {
  try {
    await build(root, new AbortController().signal, (line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  const { code, said } = await runBuilder(options);
  if (code !== 0 && noDownload.test(said)) {
    process.stderr.write(
      '\nElectron, or a tool that makes installers, could not be downloaded. Nothing was packed.\n' +
        'Try again where the network reaches github.com; or set ELECTRON_MIRROR to a mirror of its releases; or\n' +
        'give an unpacked release with: npm run package -- -c.electronDist=FOLDER --dir\n',
    );
  }
  if (code === 0) process.stdout.write('\nThe installers are in dist/.\n');
  return code;
}

/** Runs electron-builder, showing what it says, and keeping its end. */
function runBuilder(options: string[]): Promise<{ code: number; said: string }> {
  const program = join(root, 'node_modules/electron-builder/cli.js');
  const child = spawn(process.execPath, [program, '--publish', 'never', ...options], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'pipe'],
  });
  let said = '';
  const show = (to: NodeJS.WriteStream) => (part: Buffer) => {
    said = (said + part.toString()).slice(-20_000);
    to.write(part);
  };
  child.stdout.on('data', show(process.stdout));
  child.stderr.on('data', show(process.stderr));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });
}
