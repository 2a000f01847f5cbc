import type { MemberDecision } from '../../../../contract/members/actions.ts';
import type { Note } from '../../../../contract/members/notes.ts';

/** Something that one of the staff did to a member. */
export interface Deed {
  /** Tells it from every other. */
  readonly key: string;
  readonly at: string;
  readonly account: string;
  readonly kind: 'decided' | 'undid' | 'noted' | 'edited';
  /** The action that was decided or taken back. */
  readonly action: string | null;
}

/** All that the decisions and notes of a member tell of who did something, in no order. */
export function deedsOf(decisions: readonly MemberDecision[], notes: readonly Note[]): Deed[] {
  return [
    ...decisions.flatMap(({ id, at, actor, action, undoneAt, undoneBy }): Deed[] => [
      { key: `decision ${id}`, at, account: actor, kind: 'decided', action },
      ...(undoneAt === null || undoneBy === null
        ? []
        : [{ key: `undo ${id}`, at: undoneAt, account: undoneBy, kind: 'undid' as const, action }]),
    ]),
    ...notes.flatMap(({ id, at, author, editedAt }): Deed[] => [
      { key: `note ${id}`, at, account: author, kind: 'noted', action: null },
      ...(editedAt === null
        ? []
        : [
            {
              key: `edit ${id} ${editedAt}`,
              at: editedAt,
              account: author,
              kind: 'edited' as const,
              action: null,
            },
          ]),
    ]),
  ];
}

/** The latest deed of someone else that was not known before; null where there is none. */
export function newsAmong(deeds: readonly Deed[], known: ReadonlySet<string>, self: string): Deed | null {
  const fresh = deeds.filter(({ key, account }) => account !== self && !known.has(key));
  return fresh.reduce<Deed | null>(
    (latest, deed) => (latest === null || deed.at > latest.at ? deed : latest),
    null,
  );
}
