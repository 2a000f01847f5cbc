import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../src/core/session/open.ts';

/** What a server that is not what it seems answers to the packets of a client, one after the other. */
type Script = readonly ((from: Buffer) => readonly Buffer[])[];

describe('A server that is not what it seems', () => {
  const password = 'a-Secret-of-the-Person-1';

  /** Greets as a server does, then goes by the script; keeps all that it was sent. */
  async function pretend(greeting: Buffer, script: Script): Promise<{ port: number; heard: () => Buffer }> {
    const chunks: Buffer[] = [];
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => {
      sockets.add(socket);
      let step = 0;
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        for (const answer of script[step]?.(chunk) ?? []) socket.write(answer);
        step += 1;
      });
      socket.write(greeting);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('it has no port');
    return { port: address.port, heard: () => Buffer.concat(chunks) };
  }

  const signIn = (port: number) =>
    openSession({
      primary: { host: '127.0.0.1', port, user: 'mara', password, tls: 'off', ca: null },
      replica: null,
    });

  test('asks for the password in the clear, and is not given it', async () => {
    const { port, heard } = await pretend(handshake(), [
      () => [packet(2, Buffer.from([0xfe]), Buffer.from('mysql_clear_password\0\0'))],
    ]);
    expect(await signIn(port)).toMatchObject({ outcome: 'refused', reason: 'tls-refused' });
    expect(heard().length).toBeGreaterThan(0);
    expect(heard().includes(password)).toBe(false);
  });

  test('asks for a file of this computer, and is given nothing', async () => {
    const { port, heard } = await pretend(handshake(), [
      () => [packet(2, okay)],
      () => [packet(1, Buffer.from([0xfb]), Buffer.from('/etc/passwd'))],
      () => [packet(3, okay)],
    ]);
    await expect(signIn(port)).rejects.toThrow();
    expect(heard().includes('SELECT VERSION()')).toBe(true);
    expect(heard().includes('root:')).toBe(false);
  });

  test('answers with what no server says, and leaves the console standing', async () => {
    const nonsense = [
      Buffer.alloc(0),
      Buffer.from([0xff]),
      Buffer.alloc(70_000, 0xfa),
      Buffer.from('HTTP/1.1 200 OK'),
    ];
    for (const greeting of nonsense) {
      const { port } = await pretend(packet(0, greeting), [() => [packet(2, greeting)]]);
      const outcome = await Promise.race([
        signIn(port).then(
          (it) => it.outcome,
          () => 'thrown',
        ),
        new Promise((resolve) => setTimeout(resolve, 8000, 'still waiting')),
      ]);
      expect(outcome).toBeOneOf(['refused', 'thrown']);
    }
  });
});

const okay = Buffer.from([0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00]);

function packet(sequence: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([
    Buffer.from([body.length & 0xff, (body.length >> 8) & 0xff, (body.length >> 16) & 0xff, sequence]),
    body,
  ]);
}

/** Protocol 10, with every capability that a client could be led astray by, LOCAL INFILE among them. */
function handshake(): Buffer {
  const capabilities = 0xff_f7_ff; // all but TLS
  return packet(
    0,
    Buffer.from([10]),
    Buffer.from('10.11.0-MariaDB\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.alloc(8, 0x41),
    Buffer.from([
      0,
      capabilities & 0xff,
      (capabilities >> 8) & 0xff,
      45,
      2,
      0,
      (capabilities >> 16) & 0xff,
      0,
      21,
    ]),
    Buffer.alloc(10),
    Buffer.alloc(12, 0x42),
    Buffer.from([0]),
    Buffer.from('mysql_native_password\0'),
  );
}
