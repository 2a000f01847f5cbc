import { createRequire } from 'node:module';

/** How long a part of a nickname is kept in the directory, in characters. */
export const partLength = 16;

/**
 * Column `name_key` and `location_key`: the text without case, accents, compatibility forms and what cannot be seen, for
 * comparing bytes. Vowel signs stay: in the scripts of India they are letters. Folding twice changes nothing.
 */
export function foldText(text: string): string {
  const folded = foldSeen(text).trim();
  // What is made of nothing but what cannot be seen is found by that.
  return folded === '' ? text.toWellFormed().normalize('NFC').trim() : folded;
}

/** The same of a piece of text, which may be nothing but a space, or nothing that can be seen. */
export function foldSeen(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFKD')
      .replace(/\s+/g, ' ')
      .replace(unseen, '')
      // Some capitals have no small letter but by way of another capital: ß is SS is ss, ẞ is ß.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replace(/[ςøłđħŧæœðþ]/g, (letter) => plain[letter] ?? letter)
      .normalize('NFC')
      .replace(/ +/g, ' ')
  );
}

/** Accents of every script, and what a screen does not show. The last code points are no characters: ranges end there. */
const unseen = /[\p{Script=Inherited}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Noncharacter_Code_Point}]+/gu;

/** Letters whose stroke or bond Unicode does not take apart, and the sigma that ends a word. */
const plain: Readonly<Record<string, string>> = {
  ς: 'σ',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  ð: 'd',
  þ: 'th',
};

/** Column `part`: what begins at each character but the first, each once. */
export function partsOf(nameKey: string): string[] {
  const characters = [...nameKey];
  const parts = new Set<string>();
  for (let start = 1; start < characters.length; start += 1) {
    parts.add(cutPart(characters.slice(start, start + partLength).join('')));
  }
  return [...parts];
}

/** The text as the column keeps it. It ends in no space: the database would hold `an` and `an ` for the same key. */
export function cutPart(text: string): string {
  const cut = text.length <= partLength ? text : [...text].slice(0, partLength).join('');
  return cut.trimEnd();
}

/**
 * Column `look_key`: equal for nicknames that look alike. The skeleton of UTS #39, taken before and after folding the
 * case, so that both cases of a letter meet; then what impostors do beyond it: digits for letters, doubled letters,
 * signs between. The letters i and l are one, as 1, I and | are both.
 */
export function lookKey(nickname: string): string {
  const skeleton = skeletonOf(foldText(skeletonOf(nickname))).toLowerCase();
  const letters = skeleton.replace(/[013456789$@!|i]/g, (sign) => spoken[sign] ?? sign);
  // The skeleton of m is rn: put back, so that a doubled m is one too.
  const bare = undoubled(undoubled(letters.replace(besides, '')).replaceAll('rn', 'm'));
  // A nickname of signs alone looks like nothing but itself.
  return bare === '' ? foldText(nickname) : bare;
}

/** All that is no letter, digit or vowel sign. */
const besides = /[^\p{L}\p{N}\p{M}]|\p{Script=Inherited}/gu;

function undoubled(text: string): string {
  return text.replace(/(.)\1+/gu, '$1');
}

/** The skeleton of UTS #39, section 4, with the prototypes of confusables.txt. */
export function skeletonOf(text: string): string {
  let skeleton = '';
  for (const character of text.normalize('NFD')) skeleton += prototypes.get(character) ?? character;
  return skeleton.normalize('NFD');
}

// By `require`: a bundler leaves the import of a library's JSON standing without its type, and Node refuses that.
const confusables: Record<string, string> = createRequire(import.meta.url)('unhomoglyph/data.json');
const prototypes = new Map(Object.entries(confusables));

const spoken: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'b',
  '7': 't',
  '8': 'b',
  '9': 'g',
  $: 's',
  '@': 'a',
  '!': 'l',
  '|': 'l',
  i: 'l',
};
