import type { Random } from '../../../../scripts/demo/world/random.ts';

/** So many words are known to those who write; the rarest of them stands in some tickets of a million. */
export const VOCABULARY = 200_000;

const consonants = [...'bcdfghklmnprstvz'];
const syllables = consonants.flatMap((consonant) => [...'aeio'].map((vowel) => consonant + vowel));

const words = Array.from({ length: VOCABULARY }, (_, rank) => spelled(rank));

function spelled(rank: number): string {
  const left = Math.floor(rank / syllables.length);
  return (syllables[rank % syllables.length] ?? '') + (left > 0 ? spelled(left) : '');
}

/** The word of a rank, from 1: the most used are short, as in any language, and those that begin alike are of any rank. */
export function wordOf(rank: number): string {
  return words[rank] ?? '';
}

const breadth = Math.log(VOCABULARY);

/** A rank drawn so that the word of twice the rank is used half as often. */
export function rankOf(random: Random): number {
  return Math.floor(Math.exp(random.share() * breadth));
}

/** So many words as a text, the first with a capital and a full stop here and there. */
export function textOf(random: Random, words: number): string {
  let text = '';
  let begins = true;
  for (let count = 0; count < words; count += 1) {
    const word = wordOf(rankOf(random));
    text += begins ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    begins = count % 11 === 10;
    text += begins ? '. ' : ' ';
  }
  return text.trimEnd();
}
