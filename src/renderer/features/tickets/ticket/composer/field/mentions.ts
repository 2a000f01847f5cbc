import type { Colleague } from '../../../../../../contract/tickets/values.ts';

type Person = Readonly<Pick<Colleague, 'user' | 'name'>> & { readonly user: string };

/** What is being typed after an `@`, up to the caret: where it begins, and the letters. Null where nothing is. */
export function mentionAt(body: string, caret: number): { start: number; typed: string } | null {
  const match = /(?:^|[\s(])@([\p{L}\p{N}._-]{0,40})$/u.exec(body.slice(0, caret));
  if (match === null) return null;
  const typed = match[1] ?? '';
  return { start: caret - typed.length - 1, typed };
}

/** Colleagues whose name or account begins with what is typed, at most six. */
export function suggestions<P extends Person>(people: readonly P[], typed: string): P[] {
  const wanted = typed.toLowerCase();
  return people
    .filter(({ user, name }) =>
      [user, ...name.split(/\s+/), name].some((each) => each.toLowerCase().startsWith(wanted)),
    )
    .slice(0, 6);
}

/** Accounts of those whom a note names: `@` and their display name, or their account. */
export function mentionedIn(body: string, people: readonly Person[]): string[] {
  return people
    .filter(({ user, name }) => [name, user].some((each) => names(body, each)))
    .map(({ user }) => user)
    .slice(0, 20);
}

function names(body: string, name: string): boolean {
  const mark = `@${name}`;
  for (let at = body.indexOf(mark); at !== -1; at = body.indexOf(mark, at + 1)) {
    if (!/[\p{L}\p{N}_]/u.test(body[at + mark.length] ?? '')) return true;
  }
  return false;
}
