import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { Refused } from '../../src/core/errors.ts';
import { claim, release, renew } from '../../src/core/reports/queue/claims/claim.ts';
import { handOver } from '../../src/core/reports/queue/claims/hand-over.ts';
import { hold, resume } from '../../src/core/reports/queue/claims/rest.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { takenFromHolder, timesClaimed, watchHolders } from '../soak/reports/watch.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { moderatorNamed, type Queueing, queueing } from '../support/queueing.ts';

const names = ['mara', 'noor', 'sam'] as const;
const cases = 4;

type Deed = 'next' | 'claim' | 'renew' | 'release' | 'hand over' | 'hold' | 'resume' | 'run out';
interface Step {
  readonly deed: Deed;
  readonly who: number;
  readonly to: number;
  readonly on: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  deed: fc.constantFrom<Deed[]>(
    'next',
    'next',
    'claim',
    'claim',
    'renew',
    'release',
    'hand over',
    'hold',
    'resume',
    'run out',
  ),
  who: fc.nat({ max: names.length - 1 }),
  to: fc.nat({ max: names.length - 1 }),
  on: fc.nat({ max: cases - 1 }),
});
/** What is done at once, and then the next. */
const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 3, maxLength: 12 });

describe('A claim', () => {
  let town: Community;
  let queue: Queueing;
  let people: SignedIn[];
  const stack = new AsyncDisposableStack();
  beforeAll(async () => {
    town = stack.use(await testCommunity({ directory: false }));
    queue = queueing(town);
    people = [];
    for (const name of names) people.push(stack.use(await moderatorNamed(town, name)));
    await watchHolders(town.sql);
  });
  afterAll(() => stack.disposeAsync());

  /** Does it as any client would; a refusal with its reason is an answer like any other. */
  async function take({ deed, who, to, on }: Step, open: readonly CaseId[]): Promise<string | null> {
    const person = people[who] as SignedIn;
    const { user } = person.person;
    const caseId = open[on] as CaseId;
    const requestId = randomUUID();
    try {
      switch (deed) {
        case 'next': {
          const given = (await queue.next(person)).caseId;
          return given === null ? null : `${given} ${user}`;
        }
        case 'claim':
          await claim(person, { caseId, claimId: requestId });
          return `${caseId} ${user}`;
        case 'renew':
          await renew(person, { caseId });
          return `${caseId} ${user}`;
        case 'release':
          await release(person, { caseId });
          return null;
        case 'hand over':
          await handOver(person, { requestId, caseId, to: names[to] ?? '', note: 'Yours' });
          return `${caseId} ${names[to]}`;
        case 'hold':
          await hold(person, { requestId, caseId, until: inMinutes(60), note: 'Later' });
          return null;
        case 'resume':
          await resume(person, { requestId, caseId });
          return null;
        case 'run out':
          await queue.lapse(caseId);
          return null;
      }
    } catch (error) {
      if (error instanceof Refused && ['CONFLICT', 'INVALID_INPUT'].includes(error.code)) return null;
      throw error;
    }
  }

  test('in force is lost by nobody, and no case has two holders, whatever several people do at once', async () => {
    let given = 0;
    await fc.assert(
      fc.asyncProperty(rounds, async (steps) => {
        await queue.clear();
        await queue.rows('DELETE FROM caretaker.holder_log');
        const open: CaseId[] = [];
        for (let count = 0; count < cases; count += 1) open.push(await queue.open(count));
        const answers: string[] = [];
        for (const round of steps) {
          const told = await Promise.all(round.map((it) => take(it, open)));
          answers.push(...told.filter((it) => it !== null));
        }
        given += answers.length;
        expect(await takenFromHolder(town.sql)).toEqual([]);
        // Whoever was told that they hold a case was its holder in the eyes of the server.
        const held = await timesClaimed(town.sql);
        for (const answer of answers) expect(held.get(answer) ?? 0).toBeGreaterThan(0);
        // And nobody holds what is out of the queue.
        const astray = await queue.rows(
          "SELECT id FROM caretaker.report_case WHERE state <> 'open' AND holder IS NOT NULL",
        );
        expect(astray).toEqual([]);
      }),
      { numRuns: 40 },
    );
    // The law says nothing where nobody was given anything.
    expect(given).toBeGreaterThan(100);
  }, 300_000);
});
