import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '../../src/core/database/connect.ts';
import { type Opening, openSession } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { testBinaries, testFolder, testServer } from '../support/database-server.ts';

describe('Signing in', () => {
  let town: Community;
  let certificates: Awaited<ReturnType<typeof testFolder>>;
  beforeAll(async () => {
    certificates = await testFolder();
    const files = makeCertificates(certificates.path);
    town = await testCommunity({
      settings: {
        settings: { options: { 'ssl-ca': files.ca, 'ssl-cert': files.cert, 'ssl-key': files.key } },
      },
    });
  });
  afterAll(async () => {
    await town?.[Symbol.asyncDispose]();
    await certificates?.[Symbol.asyncDispose]();
  });

  async function trying(change: Partial<Address>, role: 'admin' | 'moderator' = 'admin'): Promise<Opening> {
    const opening = await openSession({ primary: { ...town.address(role), ...change }, replica: null });
    if (opening.outcome === 'opened') await opening.signedIn.database.close();
    return opening;
  }
  const refusal = async (change: Partial<Address>) => {
    const opening = await trying(change);
    if (opening.outcome !== 'refused') throw new Error(`it was ${opening.outcome}`);
    return opening;
  };

  test('with the right password gives one’s role, name and site', async () => {
    const opening = await trying({}, 'moderator');
    expect(opening).toMatchObject({
      outcome: 'opened',
      signedIn: { person: { role: 'moderator', name: 'The moderator' }, site: { name: 'Demo community' } },
    });
  });

  test('with a wrong password says so, and an unknown account is told the same', async () => {
    const wrong = await refusal({ password: 'no' });
    const unknown = await refusal({ user: 'nobody' });
    expect([wrong.reason, unknown.reason]).toEqual(['wrong-password', 'wrong-password']);
    expect(unknown.message.replace('nobody', 'admin')).toBe(wrong.message);
  });

  test('at a host that does not exist says so', async () => {
    expect(await refusal({ host: 'no-such-host.invalid' })).toMatchObject({ reason: 'no-such-host' });
  });

  test('at a port where nothing listens says so', async () => {
    const free = await listening();
    const port = (free.address() as { port: number }).port;
    await new Promise((resolve) => free.close(resolve));
    expect(await refusal({ port })).toMatchObject({ reason: 'not-answering' });
  });

  test('at a server that never answers gives up and says so', async () => {
    const mute = await listening();
    const opening = await refusal({ port: (mute.address() as { port: number }).port });
    mute.close();
    expect(opening.reason).toBe('not-answering');
  });

  test('over TLS works with the authority that signed the server’s certificate, and without is refused', async () => {
    const ca = readFileSync(join(certificates.path, 'ca.pem'), 'utf8');
    expect(await trying({ tls: 'required', ca, host: 'localhost' })).toMatchObject({ outcome: 'opened' });
    const untrusted = await refusal({ tls: 'required', host: 'localhost' });
    expect(untrusted).toMatchObject({ reason: 'tls-refused' });
    expect(untrusted.message).toContain('not signed by an authority');
  });

  test('over TLS to a certificate for another name is refused', async () => {
    const reload = town.server.flavour === 'mariadb' ? 'FLUSH SSL' : 'ALTER INSTANCE RELOAD TLS';
    const ca = readFileSync(join(certificates.path, 'ca.pem'), 'utf8');
    makeCertificate(certificates.path, 'another.example');
    await town.sql.query(reload);
    const other = await refusal({ tls: 'required', ca, host: 'localhost' });
    makeCertificate(certificates.path, 'localhost');
    await town.sql.query(reload);
    expect(other).toMatchObject({ reason: 'tls-refused' });
    expect(other.message).toContain('for another host name');
  });

  test('over TLS to a bare address is refused before the password is sent, since no name could be checked', async () => {
    const ca = readFileSync(join(certificates.path, 'ca.pem'), 'utf8');
    const other = await refusal({ tls: 'required', ca, host: '127.0.0.1' });
    expect(other).toMatchObject({ reason: 'tls-refused' });
    expect(other.message).toContain('127.0.0.1 is an address');
  });

  test('over TLS with a replica named by its bare address is refused with that address', async () => {
    const ca = readFileSync(join(certificates.path, 'ca.pem'), 'utf8');
    const primary: Address = { ...town.address('admin'), tls: 'required', ca, host: 'localhost' };
    const opening = await openSession({ primary, replica: { ...primary, host: '127.0.0.1' } });
    expect(opening).toMatchObject({ outcome: 'refused', reason: 'tls-refused' });
    expect(JSON.stringify(opening)).toContain('127.0.0.1 is an address');
  });

  test('to an account that is locked, or whose password has expired, says which', async () => {
    await town.sql.query("CREATE USER locked IDENTIFIED BY 'Pass-1' ACCOUNT LOCK");
    const locked = await refusal({ user: 'locked', password: 'Pass-1' });
    expect(locked.message).toBe('The account locked is locked.');
    await town.sql.query("CREATE USER expired IDENTIFIED BY 'Pass-1' PASSWORD EXPIRE");
    const expired = await refusal({ user: 'expired', password: 'Pass-1' });
    expect(expired.message).toBe('The password of expired has expired.');
  });

  test('to an account without a role says which roles there are', async () => {
    await town.sql.query("CREATE USER roleless IDENTIFIED BY 'Pass-1'");
    const opening = await refusal({ user: 'roleless', password: 'Pass-1' });
    expect(opening.reason).toBe('no-role');
    expect(opening.advice).toContain('caretaker_moderator');
  });

  test('a site whose view lost a column is told by view and column', async () => {
    await town.sql.query('ALTER TABLE community_demo.users RENAME COLUMN location TO place');
    const broken = await refusal({});
    await town.sql.query('ALTER TABLE community_demo.users RENAME COLUMN place TO location');
    expect(broken.reason).toBe('contract-incomplete');
    expect(broken.message).toContain('member');
  });

  test('a site that lacks a view is told which, and one without any contract is told so', async () => {
    const [rows] = await town.sql.query('SHOW CREATE VIEW caretaker_site.report');
    const create = (rows as Record<string, string>[])[0]?.['Create View'] as string;
    await town.sql.query('DROP VIEW caretaker_site.report');
    const incomplete = await refusal({});
    await town.sql.query(create);
    expect(incomplete).toMatchObject({ reason: 'contract-incomplete' });
    expect(incomplete.message).toContain('report');

    const [capability] = await town.sql.query('SHOW CREATE VIEW caretaker_site.capability');
    await town.sql.query('DROP VIEW caretaker_site.capability');
    const missing = await refusal({});
    await town.sql.query((capability as Record<string, string>[])[0]?.['Create View'] as string);
    await town.sql.query('GRANT SELECT ON caretaker_site.capability TO caretaker_admin');
    expect(missing.reason).toBe('contract-missing');
  });

  test('a newer console’s tables turn an older console away without touching them', async () => {
    await town.sql.query(
      "INSERT INTO caretaker.migration (id, title, checksum, steps, steps_done, finished_at) VALUES ('999-later', 'Later', 'x', 1, 1, NOW())",
    );
    const old = await refusal({});
    await town.sql.query("DELETE FROM caretaker.migration WHERE id = '999-later'");
    expect(old).toMatchObject({ reason: 'console-too-old' });
    expect(old.message).toContain('999-later');
  });
});

describe.runIf(testBinaries().flavour === 'mariadb')('A server that calls itself MariaDB 10.6', () => {
  test('is refused as too old, with what it is and what is needed', async () => {
    // MariaDB lets a server be given another version to tell; MySQL has no such option.
    await using server = await testServer({ settings: { options: { version: '10.6.12-MariaDB' } } });
    const { host, port, root } = server;
    const opening = await openSession({
      primary: { host, port, ...root, tls: 'off', ca: null },
      replica: null,
    });
    expect(opening).toMatchObject({ outcome: 'refused', reason: 'server-too-old' });
    expect(JSON.stringify(opening)).toContain('MariaDB 10.6.12');
  });
});

describe('A server that is too old', () => {
  test('is told by its name and version, with what is needed', async () => {
    const { isTooOld, serverOf } = await import('../../src/core/database/server.ts');
    for (const version of [
      '10.6.12-MariaDB',
      '8.0.36',
      '5.7.44-log',
      '5.5.5-10.4.2-MariaDB',
      '8.0.mysql_aurora.3.04.0',
    ]) {
      expect(isTooOld(serverOf(version)), version).toBe(true);
    }
    for (const version of [
      '10.11.19-MariaDB-0+deb12u1',
      '11.4.2-MariaDB',
      '8.4.0',
      '9.7.4-2',
      '5.5.5-10.11.4-MariaDB',
    ]) {
      expect(isTooOld(serverOf(version)), version).toBe(false);
    }
  });
});

function listening(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** An authority made for this run, and a certificate of its for `localhost`. */
function makeCertificates(folder: string) {
  const authority = ['-subj', '/CN=Test authority', '-keyout', 'ca.key', '-out', 'ca.pem'];
  openssl(folder, 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...authority);
  makeCertificate(folder, 'localhost');
  const own = inServer(folder);
  return { ca: `${own}/ca.pem`, cert: `${own}/server.pem`, key: `${own}/server.key` };
}

/** The folder as the server sees it, which may run with another root. */
function inServer(folder: string): string {
  const { root } = testBinaries();
  return root === null ? folder : folder.slice(root.length);
}

function makeCertificate(folder: string, name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'server.key', '-out', 'server.csr'];
  openssl(folder, 'req', ...key, ...subject);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy'];
  openssl(folder, 'x509', '-req', '-in', 'server.csr', ...signed, '-days', '2', '-out', 'server.pem');
}

function openssl(folder: string, ...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
}
