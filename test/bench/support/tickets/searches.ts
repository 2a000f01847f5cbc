import { Random } from '../../../../scripts/demo/world/random.ts';
import { VOCABULARY, wordOf } from './vocabulary.ts';

/** A kind of search, with as many different ones as were asked for. */
export interface Kind {
  readonly name: string;
  readonly texts: readonly string[];
  /** Whether the usual desk can be asked the same by `LIKE`. */
  readonly byLike: boolean;
}

/** Of each kind `count` searches, drawn from what stands in `tickets` tickets; the same each time. */
export function kindsOfSearch(count: number, tickets: number): Kind[] {
  const random = new Random(7).of(1, 1);
  /** A word from so many most used ones to so many, the rarer the more seldom. */
  const between = (from: number, to: number) => wordOf(Math.floor(from * (to / from) ** random.share()));
  const kind = (name: string, byLike: boolean, text: () => string): Kind => ({
    name,
    byLike,
    texts: Array.from({ length: count }, text),
  });
  const several = (most: number, word: () => string) =>
    Array.from({ length: 2 + random.below(most - 1) }, word).join(' ');
  return [
    kind('a rare word', true, () => between(50_000, VOCABULARY - 1)),
    kind('a word of any rank', false, () => between(1000, 50_000)),
    kind('a common word', true, () => between(5, 300)),
    kind('several common words', true, () => several(3, () => between(20, 600))),
    kind('a common and a rare word', true, () => `${between(5, 300)} ${between(20_000, VOCABULARY - 1)}`),
    kind('the beginning of a word', false, () => between(5, VOCABULARY - 1).slice(0, 1 + random.below(5))),
    kind(
      'a word and the beginning of another',
      false,
      () => `${between(5, 5000)} ${between(5, 5000).slice(0, 1 + random.below(4))}`,
    ),
    kind('a word that nobody wrote', true, () => `xq${between(5, 5000)}`),
    kind('a number', false, () => `#${1 + random.below(tickets)}`),
  ];
}
