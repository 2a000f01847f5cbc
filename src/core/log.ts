import pino, { type Logger } from 'pino';

export type { Logger };

/** Names of fields that never reach a log, at any of the depths we log at. */
const secrets = ['password', 'secret', 'token', 'cookie', 'ca', 'email', 'ip', 'parameters'];

/**
 * A log in JSON lines on stderr, or in `file`. Secrets and what identifies a member are left out by name;
 * SQL text may be logged, its parameters never are. The file is its owner's alone.
 */
export function createLog(options: { file?: string; level?: string } = {}): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const destination = options.file === undefined ? 2 : options.file;
  return pino(
    { name: 'caretaker', level: options.level ?? 'info', redact: { paths, censor: '[left out]' } },
    pino.destination({ dest: destination, mkdir: true, sync: true, mode: 0o600 }),
  );
}
