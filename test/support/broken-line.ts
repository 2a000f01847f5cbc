import { connect, createServer, type Socket } from 'node:net';

/** When a line breaks: before the server hears of the commit, or after it has committed and before it could say so. */
export type Break = 'before-commit' | 'after-commit';

/** A line to a database that breaks at a commit, once each time it is told to; or at a statement, which is one by itself. */
export interface BreakingLine extends AsyncDisposable {
  readonly port: number;
  /** How often it has broken. */
  readonly broken: number;
  /** `skip` lets so many commits pass first; `statement` says at what else it breaks. */
  breakAt(when: Break, skip?: number, statement?: RegExp): void;
}

export async function breakingLine(port: number): Promise<BreakingLine> {
  const sockets = new Set<Socket>();
  let armed: { when: Break; skip: number; statement: RegExp } | null = null;
  let broken = 0;

  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let answerIsLost = false;
    const end = () => {
      near.destroy();
      far.destroy();
    };
    const breakNow = () => {
      broken += 1;
      end();
    };
    near.on('data', (bytes) => {
      const isCommit = armed?.statement.test(bytes.toString('latin1')) ?? false;
      if (armed && isCommit && armed.skip > 0) armed.skip -= 1;
      else if (armed && isCommit) {
        const { when } = armed;
        armed = null;
        if (when === 'before-commit') return breakNow();
        answerIsLost = true;
      }
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (answerIsLost) breakNow();
      else near.write(bytes);
    });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    port: address.port,
    get broken() {
      return broken;
    },
    // Kysely sends the commit in a packet of its own.
    breakAt(when, skip = 0, statement = /commit$/i) {
      armed = { when, skip, statement };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
