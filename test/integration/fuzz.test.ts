import { isContractProcedure } from '@orpc/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { ConnectionId } from '../../src/contract/connections.ts';
import { contract } from '../../src/contract/contract.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';

/** Bad inputs a procedure; `npm run fuzz` asks for more. */
const runs = Number(process.env.CARETAKER_FUZZ_RUNS ?? 100);

interface Procedure {
  readonly path: readonly string[];
  readonly input: z.ZodType;
}

function procedures(node: unknown, path: readonly string[] = []): Procedure[] {
  if (isContractProcedure(node)) {
    return [{ path, input: node['~orpc'].inputSchema as unknown as z.ZodType }];
  }
  return Object.entries(node as object).flatMap(([name, inner]) => procedures(inner, [...path, name]));
}

/** Strings that have broken parsers, SQL, paths and terminals before. */
const nasty = fc.constantFrom(
  "' OR 1=1 -- ",
  '\u0000',
  '\ud800',
  '\u202Egnp.exe',
  '../../etc/passwd',
  '%s%n',
  '{{7*7}}',
  '9'.repeat(400),
  '-1',
  '1e309',
  'NaN',
  '__proto__',
  '2026-02-31T00:00:00Z',
  'x'.repeat(100_000),
);

const value: fc.Arbitrary<unknown> = fc.oneof(
  nasty,
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withTypedArray: false }),
  fc.double(),
  fc.bigInt(),
);

/** Objects with the right names and wrong values get past the first check; they are what a near miss looks like. */
function badInputs(input: z.ZodType): fc.Arbitrary<unknown> {
  const names = 'shape' in input ? Object.keys(input.shape as object) : [];
  const near = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
  const any =
    names.length > 0 ? fc.oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: value }) : value;
  return any.filter((it) => !input.safeParse(it).success && crosses(it));
}

/** What structured clone or JSON cannot carry never leaves a client. */
function crosses(it: unknown): boolean {
  try {
    structuredClone(it);
    return (
      JSON.stringify(it, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) !== undefined
    );
  } catch {
    return false;
  }
}

describe('Bad input', () => {
  let town: Community;
  let at: Awaited<ReturnType<typeof testConsole>>;
  beforeAll(async () => {
    town = await testCommunity();
    at = await testConsole();
    const { id } = await at.client.connections.save({
      id: null,
      details: { name: 'Test', host: '127.0.0.1', port: town.root.port, tls: 'off', ca: null, replica: null },
    });
    await signIn(id);
  });
  afterAll(async () => {
    await at?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const signIn = async (connectionId: ConnectionId) => {
    const input = { connectionId, user: 'admin', password: passwordOf('admin') };
    expect(await at.client.session.signIn(input)).toEqual({ outcome: 'signed-in' });
  };

  test.each(procedures(contract).map((it) => [it.path.join('.'), it] as const))(
    'to %s is always told as such',
    { timeout: 600_000 },
    async (_, procedure) => {
      const call = procedure.path.reduce<unknown>(
        (node, name) => (node as Record<string, unknown>)[name],
        at.client,
      ) as (input: unknown) => Promise<unknown>;
      await fc.assert(
        fc.asyncProperty(badInputs(procedure.input), async (input) => {
          const error = await call(input).then(
            () => null,
            (it: unknown) => it,
          );
          expect(error).toMatchObject({ code: 'INVALID_INPUT', status: 422 });
          const { message, data } = error as { message: string; data: unknown };
          expect(`${message}${JSON.stringify(data)}`).not.toMatch(
            /\bat .*\.(ts|js|mjs):\d+|node_modules|SELECT /,
          );
        }),
        { numRuns: runs },
      );
      // Still alive, and still the same person.
      expect((await at.client.members.search({ text: '', limit: 1 })).rows).toHaveLength(1);
    },
  );
});
