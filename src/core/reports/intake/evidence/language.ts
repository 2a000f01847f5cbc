import { francAll } from 'franc-min';

/** Fewer letters than this could be of any language. */
const fewestLetters = 20;
/** A longer text tells no more, and costs more. */
const mostLetters = 400;
/** The second guess must be so much less likely than the first. Of few words the guesses are wilder. */
const clearBelow = { short: 0.9, long: 0.95 } as const;
const shortLetters = 60;

/** ISO 639-3 of the language a text is in; `und` where it is too short or fits several. */
export function languageOf(text: string): string {
  const words = text.replace(/\b\w+:\/\/\S*|[@#]\S+|[^\p{L}\p{M}'’\s]/gu, ' ').slice(0, mostLetters);
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  if (letters < fewestLetters) return 'und';
  const [[language, first] = ['und', 0], [, second] = ['', 0]] = francAll(words);
  return second < first * (letters < shortLetters ? clearBelow.short : clearBelow.long) ? language : 'und';
}
