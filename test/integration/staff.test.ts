import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/client';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../src/contract/roles.ts';
import type { PersonDetails, StaffDetails, StaffWish } from '../../src/contract/staff.ts';
import type { EntryId } from '../../src/contract/values.ts';
import { neededInstallation, openSession } from '../../src/core/session/open.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';

describe('The staff', () => {
  let town: Community;
  let ada: Awaited<ReturnType<typeof signedInConsole>>;
  beforeAll(async () => {
    town = await testCommunity({ members: 100 });
    ada = await signedInConsole('admin', passwordOf('admin'));
  });
  afterAll(async () => {
    await ada?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  async function signedInConsole(user: string, password: string) {
    const at = await testConsole();
    const details = { name: 'T', host: '127.0.0.1', port: town.root.port, tls: 'off' as const };
    const { id: connectionId } = await at.client.connections.save({
      id: null,
      details: { ...details, ca: null, replica: null },
    });
    const result = await at.client.session.signIn({ connectionId, user, password });
    expect(result).toEqual({ outcome: 'signed-in' });
    return at;
  }

  const details = (user: string, change: Partial<StaffDetails> = {}): StaffDetails => ({
    user,
    name: `Name of ${user}`,
    role: 'support',
    pseudonym: null,
    teams: [],
    ...change,
  });
  const add = (person: StaffDetails, requestId = randomUUID()) =>
    ada.client.staff.add({ requestId, details: person });
  const change = (seen: PersonDetails, to: Partial<PersonDetails>) =>
    ada.client.staff.change({ requestId: randomUUID(), seen, details: { ...seen, ...to } });
  const makeTeam = async (name: string) =>
    (await ada.client.staff.saveTeam({ requestId: randomUUID(), id: null, name })).id;
  const find = async (user: string) =>
    (await ada.client.staff.list()).people.find((person) => person.user === user);
  const roleOf = async (user: string, password: string): Promise<Role | string> => {
    const address = { ...town.address('admin'), user, password };
    const opening = await openSession({ primary: address, replica: null });
    if (opening.outcome !== 'opened') return opening.outcome === 'refused' ? opening.reason : opening.outcome;
    await opening.signedIn.database.close();
    return opening.signedIn.person.role;
  };
  const entries = async (subject: string) => {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      "SELECT CONCAT(actor, ' ', action) AS text FROM caretaker_audit.entry WHERE subject_id = ? ORDER BY id",
      [subject],
    );
    return rows.map((row) => String(row.text));
  };
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => ({ code: 'it worked', message: '' }),
      (error: unknown) => {
        if (!(error instanceof ORPCError)) throw error;
        return { code: error.code, message: error.message };
      },
    );

  test('a person who was added signs in with the password that was shown, and has the role', async () => {
    const night = await makeTeam('Night');
    const { password } = await add(details('zoe', { pseudonym: 'Z', teams: [night] }));
    expect(password).toMatch(/^[A-Za-z0-9_-]{20}$/);
    expect(await roleOf('zoe', password)).toBe('support');
    expect(await find('zoe')).toMatchObject({ name: 'Name of zoe', pseudonym: 'Z', teams: [night] });
    expect(await entries('zoe')).toEqual(['admin staff.added']);
    const { teams, makesAccounts } = await ada.client.staff.list();
    expect(teams).toContainEqual({ id: night, name: 'Night', people: 1 });
    expect(makesAccounts).toBe(true);
  });

  test('each person gets a password of their own', async () => {
    const made = [await add(details('one')), await add(details('two'))];
    expect(new Set(made.map((it) => it.password)).size).toBe(2);
  });

  test('a name that is taken is refused in words, whoever has it', async () => {
    for (const user of ['moderator', 'root']) {
      expect(await refusal(add(details(user)))).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('an account of this name already'),
      });
    }
    expect(await find('root')).toBeUndefined();
  });

  test('the same request twice adds one person, whose second password holds', async () => {
    const requestId = randomUUID();
    await add(details('lost'), requestId);
    const { password } = await add(details('lost'), requestId);
    expect(await roleOf('lost', password)).toBe('support');
    expect(await entries('lost')).toEqual(['admin staff.added']);
  });

  test('another role takes effect at once: the console with the one before is signed out and says why', async () => {
    const { password } = await add(details('rolf'));
    await using rolf = await signedInConsole('rolf', password);
    await change(details('rolf'), { role: 'moderator' });
    await expect.poll(() => rolf.console.session.current, { timeout: 8000 }).toBeNull();
    await expect
      .poll(async () => (await rolf.console.session.watch(undefined).next()).value)
      .toMatchObject({ notice: expect.stringContaining('role was changed') });
    expect(await roleOf('rolf', password)).toBe('moderator');
    expect(await entries('rolf')).toContain('admin staff.role_changed');
  });

  test('name, pseudonym and teams are changed without ending a session, and stand on record', async () => {
    const { password } = await add(details('nia'));
    await using nia = await signedInConsole('nia', password);
    const team = await makeTeam('Day');
    await change(details('nia'), { name: 'Nia Roe', pseudonym: 'N', teams: [team] });
    expect(await find('nia')).toMatchObject({ name: 'Nia Roe', pseudonym: 'N', teams: [team] });
    expect(await entries('nia')).toEqual(['admin staff.added', 'admin staff.changed']);
    expect((await nia.client.staff.list()).people.length).toBeGreaterThan(4);
  });

  test('of two admins who change one person, the later is told and changes nothing', async () => {
    await add(details('both'));
    await change(details('both'), { name: 'First' });
    const later = await refusal(change(details('both'), { name: 'Second' }));
    expect(later).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('changed First meanwhile'),
    });
    expect(await find('both')).toMatchObject({ name: 'First' });
    // What is there already is no conflict: the answer to it was lost.
    await change(details('both'), { name: 'First' });
    expect((await entries('both')).filter((it) => it.endsWith('changed'))).toHaveLength(1);
  });

  test('a person who is removed cannot sign in, is signed out where they are, and stays as former staff', async () => {
    const team = await makeTeam('Leavers');
    const { password } = await add(details('leo', { teams: [team] }));
    await using leo = await signedInConsole('leo', password);
    await ada.client.staff.remove({ requestId: randomUUID(), user: 'leo' });
    await expect.poll(() => leo.console.session.current, { timeout: 8000 }).toBeNull();
    expect(await roleOf('leo', password)).toBe('wrong-password');
    expect(await find('leo')).toMatchObject({ teams: [], removedAt: expect.any(String) });
    const again = await refusal(ada.client.staff.remove({ requestId: randomUUID(), user: 'leo' }));
    expect(again.code).toBe('CONFLICT');
    const back = await add(details('leo', { name: 'Leo again' }));
    expect(await roleOf('leo', back.password)).toBe('support');
    expect(await find('leo')).toMatchObject({ name: 'Leo again', removedAt: null });
  });

  test('a new password ends what was begun with the one before', async () => {
    const { password } = await add(details('pia'));
    await using pia = await signedInConsole('pia', password);
    const reset = await ada.client.staff.resetPassword({ requestId: randomUUID(), user: 'pia' });
    await expect.poll(() => pia.console.session.current, { timeout: 8000 }).toBeNull();
    expect(await roleOf('pia', password)).toBe('wrong-password');
    expect(await roleOf('pia', reset.password)).toBe('support');
    expect(await entries('pia')).toContain('admin staff.password_reset');
  });

  test('nobody changes their own role, removes themselves or has their own password made', async () => {
    const own = await find('admin');
    if (!own) throw new Error('the admin is on the staff');
    const { addedAt: _, removedAt: __, ...seen } = own;
    for (const call of [
      () => change(seen, { role: 'cto' }),
      () => ada.client.staff.remove({ requestId: randomUUID(), user: 'admin' }),
      () => ada.client.staff.resetPassword({ requestId: randomUUID(), user: 'admin' }),
    ]) {
      expect(await refusal(call())).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('their own account'),
      });
    }
    expect(await roleOf('admin', passwordOf('admin'))).toBe('admin');
  });

  test('a team is renamed and removed, and its people stay', async () => {
    const id = await makeTeam('Early');
    await add(details('tom', { teams: [id] }));
    await ada.client.staff.saveTeam({ requestId: randomUUID(), id, name: 'Dawn' });
    expect((await ada.client.staff.list()).teams).toContainEqual({ id, name: 'Dawn', people: 1 });
    const taken = await refusal(makeTeam('DAWN'));
    expect(taken).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('“DAWN”') });
    await ada.client.staff.removeTeam({ requestId: randomUUID(), id });
    expect(await find('tom')).toMatchObject({ teams: [] });
    const gone = await refusal(ada.client.staff.removeTeam({ requestId: randomUUID(), id }));
    expect(gone.code).toBe('NOT_FOUND');
    expect(await entries('Dawn')).toEqual(['admin team.saved', 'admin team.removed']);
    const late = await refusal(add(details('late', { teams: [id] })));
    expect(late).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('teams') });
    expect(await find('late')).toBeUndefined();
  });

  test('who is no admin reads the staff and changes nothing', async () => {
    await using support = await signedInConsole('support', passwordOf('support'));
    expect((await support.client.staff.list()).people.length).toBeGreaterThanOrEqual(4);
    const attempts = [
      () => support.client.staff.add({ requestId: randomUUID(), details: details('sly') }),
      () => support.client.staff.remove({ requestId: randomUUID(), user: 'moderator' }),
      () => support.client.staff.statements({ wish: 'remove', user: 'moderator' }),
      () => support.client.staff.saveTeam({ requestId: randomUUID(), id: null, name: 'Sly' }),
    ];
    for (const attempt of attempts) expect((await refusal(attempt())).code).toBe('FORBIDDEN');
  });

  describe('where the database’s administrator makes the accounts', () => {
    beforeAll(async () => {
      await town.sql.query(
        `CREATE OR REPLACE DEFINER = caretaker_owner@localhost VIEW caretaker_audit.installed AS SELECT ${neededInstallation} AS version, 0 AS makes_accounts, 0 AS requires_tls`,
      );
      return () =>
        town.sql.query(
          `CREATE OR REPLACE DEFINER = caretaker_owner@localhost VIEW caretaker_audit.installed AS SELECT ${neededInstallation} AS version, 1 AS makes_accounts, 0 AS requires_tls`,
        );
    });

    /** As the administrator does it: statement after statement, in a client of the server. */
    async function run(wish: StaffWish): Promise<string | null> {
      const { sql, password } = await ada.client.staff.statements(wish);
      // A client's settings are its own.
      await town.sql.query("SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'");
      for (const statement of sql.split(';\n').filter((it) => it !== '')) await town.sql.query(statement);
      return password;
    }

    test('the console says so and gives the statements, which do the whole of it', async () => {
      expect((await ada.client.staff.list()).makesAccounts).toBe(false);
      const [dusk] = (await ada.client.staff.list()).teams.map((it) => it.id as EntryId);
      const person = details('hand', { name: "Hand O'Made; \\ “x”", teams: dusk ? [dusk] : [] });
      expect(await refusal(add(person))).toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining('copy the statements'),
      });
      const password = await run({ wish: 'add', details: person });
      expect(await roleOf('hand', password ?? '')).toBe('support');
      expect(await find('hand')).toMatchObject({ name: person.name, teams: person.teams });

      await run({ wish: 'change-role', user: 'hand', role: 'cto' });
      expect(await roleOf('hand', password ?? '')).toBe('cto');
      expect(await find('hand')).toMatchObject({ role: 'cto' });

      const next = await run({ wish: 'reset-password', user: 'hand' });
      expect(await roleOf('hand', password ?? '')).toBe('wrong-password');
      expect(await roleOf('hand', next ?? '')).toBe('cto');

      await run({ wish: 'remove', user: 'hand' });
      expect(await roleOf('hand', next ?? '')).toBe('wrong-password');
      expect(await find('hand')).toMatchObject({ removedAt: expect.any(String) });
      expect((await entries('hand')).map((it) => it.split(' ')[1])).toEqual([
        'staff.added',
        'staff.role_changed',
        'staff.password_reset',
        'staff.removed',
      ]);
    });

    test('names and teams are changed through the console all the same, and roles are not', async () => {
      const seen = details('moderator', { name: 'The moderator', role: 'moderator' });
      await change(seen, { pseudonym: 'Mod' });
      expect(await find('moderator')).toMatchObject({ pseudonym: 'Mod' });
      const role = await refusal(change({ ...seen, pseudonym: 'Mod' }, { role: 'cto' }));
      expect(role.code).toBe('FORBIDDEN');
    });
  });
});

describe('What is installed on the server', () => {
  test('is refused at sign-in where it is older than the console needs, with whom to ask', async () => {
    await using town = await testCommunity({ members: 100, directory: false });
    const signIn = () => openSession({ primary: town.address('admin'), replica: null });
    const refused = {
      outcome: 'refused',
      reason: 'installation-too-old',
      advice: expect.stringContaining('npm run connect-site'),
    };
    await town.sql.query(
      'CREATE OR REPLACE VIEW caretaker_audit.installed AS SELECT 1 AS version, 0 AS makes_accounts',
    );
    expect(await signIn()).toMatchObject(refused);
    // The first version had no such view.
    await town.sql.query('DROP VIEW caretaker_audit.installed');
    expect(await signIn()).toMatchObject(refused);
  });
});
