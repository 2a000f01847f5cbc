import { type Decision, memberActions, type RunProgress } from '../../../../contract/members/actions.ts';
import { MemberId } from '../../../../contract/values.ts';
import type { RunOrder, RunStep, RunSubjects } from '../../../components/runs/run.ts';
import { countWords } from '../../../components/runs/run-words.ts';
import { client } from '../../../transport/client.ts';
import { actionWords } from '../actions/decision-words.ts';

const members: RunSubjects = {
  one: 'member',
  many: 'members',
  name: 'Nickname',
  place: (id) => ({ to: '/members', search: (now) => ({ ...now, id: MemberId.parse(id) }) }),
};

/** One decision about many members. `names`: nicknames, of those whose rows were there. */
export function membersRun(
  decision: Decision,
  memberIds: readonly MemberId[],
  names: ReadonlyMap<string, string>,
): RunOrder {
  return {
    title: `${actionWords[decision.action].label}: ${membersWords(memberIds.length)}`,
    subjects: members,
    total: memberIds.length,
    names,
    undoable: memberActions[decision.action].undoable,
    act: async (runId, signal) =>
      steps(await client.members.actOnMany({ runId, memberIds: [...memberIds], decision }, { signal })),
    takeBack: async (runId, requestId, signal) =>
      steps(await client.members.undoRun({ requestId, runId }, { signal })),
  };
}

export function membersWords(count: number): string {
  return countWords(count, members);
}

async function* steps(progress: AsyncIterable<RunProgress>): AsyncGenerator<RunStep> {
  for await (const { outcomes, ...step } of progress) {
    yield { ...step, outcomes: outcomes.map(({ memberId: id, ...outcome }) => ({ id, ...outcome })) };
  }
}
