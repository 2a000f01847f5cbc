import confusables from 'unhomoglyph/data.json' with { type: 'json' };

/** How long a part of a nickname is kept in the directory, in characters. */
export const partLength = 16;

/** Column `name_key` and `location_key`: the text without case, accents and compatibility forms, for comparing bytes. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .normalize('NFC');
}

/** Column `part`: what begins at each character but the first. Each once, as cut to `partLength`. */
export function partsOf(nameKey: string): string[] {
  const characters = [...nameKey];
  const parts = new Set<string>();
  for (let start = 1; start < characters.length; start += 1) {
    parts.add(characters.slice(start, start + partLength).join(''));
  }
  return [...parts];
}

/**
 * Column `look_key`: equal for nicknames that look alike. The skeleton of UTS #39, taken before and after folding the
 * case, so that both cases of a letter meet; then what impostors do beyond it: digits for letters, doubled letters,
 * signs between. The letters i and l are one, as 1, I and | are both.
 */
export function lookKey(nickname: string): string {
  const skeleton = skeletonOf(foldText(skeletonOf(nickname))).toLowerCase();
  const letters = skeleton.replace(/[013456789$@!|i]/g, (sign) => spoken[sign] ?? sign);
  const bare = letters.replace(/[^\p{L}\p{N}]+/gu, '').replace(/(.)\1+/gu, '$1');
  // A nickname of signs alone looks like nothing but itself.
  return bare === '' ? foldText(nickname) : bare;
}

/** The skeleton of UTS #39, section 4, with the prototypes of confusables.txt. */
export function skeletonOf(text: string): string {
  let skeleton = '';
  for (const character of text.normalize('NFD')) skeleton += prototypes.get(character) ?? character;
  return skeleton.normalize('NFD');
}

const prototypes = new Map<string, string>(Object.entries(confusables));

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
