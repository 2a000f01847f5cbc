import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks on the terminal without showing what is typed. */
export async function askHidden(question: string): Promise<string> {
  requireTerminal(question);
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

export async function askYes(question: string): Promise<boolean> {
  requireTerminal(question);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

function requireTerminal(question: string): void {
  if (process.stdin.isTTY) return;
  throw new Error(
    `There is no terminal to ask on (${question.trim()}). Use CARETAKER_PASSWORD, CARETAKER_STAFF_PASSWORD and --yes. Nothing was changed.`,
  );
}
