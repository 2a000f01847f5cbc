import type { Plan } from './plan.ts';
import type { Population } from './population.ts';
import { ROLE } from './population.ts';
import { Random, roll, shuffledPlace } from './random.ts';
import { NICK_CYRILLIC, NICK_FIRST, NICK_SECOND } from './words.ts';

const PAIRS = NICK_FIRST.length * NICK_SECOND.length;

/** Share of nicknames without digits, as far as there are enough pairs of words. */
const BARE = 0.45;
const CYRILLIC = 0.015;

/** All nicknames of a community, made when asked for; no two are equal to a case- and accent-blind collation. */
export type Nicknames = (id: number) => string;

export function makeNicknames(plan: Plan, population: Population): Nicknames {
  const { members, seed } = plan;
  const cyrillic = Math.floor(members * CYRILLIC);
  const bare = Math.min(Math.floor(members * BARE), Math.floor(PAIRS * 0.8));

  const ordinary = (id: number): string => {
    const place = shuffledPlace(id - 1, members, seed);
    if (place < cyrillic) {
      const name = NICK_CYRILLIC[place % NICK_CYRILLIC.length] ?? 'имя';
      return `${name}${number(Math.floor(place / NICK_CYRILLIC.length), place % NICK_CYRILLIC.length)}`;
    }
    const rest = place - cyrillic;
    if (rest < bare) return pair(shuffledPlace(rest, PAIRS, seed), seed);
    const which = (rest - bare) % PAIRS;
    return `${pair(shuffledPlace(which, PAIRS, seed + 1), seed)}${number(Math.floor((rest - bare) / PAIRS), which)}`;
  };

  const alike = imitations(plan, population, ordinary);
  return (id) => alike.get(id) ?? ordinary(id);
}

/** What a member was called `later` names before the present one. Ends as no present name does, so it was another. */
export function formerNickname(seed: number, member: number, later: number): string {
  const bits = roll(seed, 113 + later, member);
  return `${pair(bits % PAIRS, seed)}_${10 + ((bits >>> 8) % 40) * 2 + (later % 2)}`;
}

/** Two words. How they are joined depends on them alone, so no pair is there twice in two spellings. */
function pair(index: number, seed: number): string {
  const first = NICK_FIRST[Math.floor(index / NICK_SECOND.length)] ?? '';
  const second = NICK_SECOND[index % NICK_SECOND.length] ?? '';
  switch (roll(seed, 110, index) % 7) {
    case 0:
      return `${first}_${second}`;
    case 1:
      return `${first}.${second}`;
    case 2:
      return `${first}-${second}`;
    case 3:
    case 4:
      return `${capital(first)}${capital(second)}`;
    case 5:
      return `${capital(first)}_${capital(second)}`;
    default:
      return `${first}${second}`;
  }
}

/** The digits of the n-th member of one name: two, like a year of birth, then three and more; never the same twice. */
function number(nth: number, which: number): string {
  let within = nth;
  let first = 10;
  while (within >= 9 * first) {
    within -= 9 * first;
    first *= 10;
  }
  return String(first + ((within * 37 + roll(7, 111, which)) % (9 * first)));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Ways to look like somebody else, as impostors use them. */
const TRICKS: ((text: string, random: Random) => string)[] = [
  (text) => text.replace('l', 'I'),
  (text) => text.replace('rn', 'm'),
  (text) => text.replace('m', 'rn'),
  (text) => text.replaceAll('o', '0'),
  (text) => text.replaceAll('e', '3'),
  (text) => text.replace('a', '4').replace('i', '1'),
  (text, random) => {
    const at = 1 + random.below(text.length - 1);
    return text.slice(0, at) + text.charAt(at - 1) + text.slice(at);
  },
  (text) => text.replace(/[_.-]/, '__'),
  (text) => `${text}_`,
  (text) => `_${text}`,
  (text) => `${text}.official`,
  (text) => text.replace('a', 'а'),
  (text) => text.replace('o', 'ο'),
  (text) => text.replace('e', 'е').replace('p', 'р'),
  (text) => text.replace('c', 'с').replace('i', 'і'),
];

function imitations(plan: Plan, { rings, role }: Population, ordinary: Nicknames): Map<number, string> {
  const names = new Map<number, string>();
  const taken = new Set<string>();
  const random = new Random(plan.seed);
  for (const ring of rings) {
    if (role[ring.model] === ROLE.puppet) continue;
    const model = ordinary(ring.model);
    taken.add(folded(model));
    for (const [i, id] of ring.puppets.entries()) {
      random.of(112, id);
      for (let attempt = 0; attempt < 40; attempt++) {
        const trick = TRICKS[(i + attempt) % TRICKS.length] ?? String;
        const name = attempt < TRICKS.length ? trick(model, random) : trick(`${model}_`, random);
        if (taken.has(folded(name)) || isOrdinary(name)) continue;
        taken.add(folded(name));
        names.set(id, name);
        break;
      }
    }
  }
  return names;
}

function folded(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

const firsts = new Set(NICK_FIRST);
const seconds = new Set(NICK_SECOND);
const cyrillicNames = new Set(NICK_CYRILLIC);

/** Whether some other member may bear this name by chance. */
function isOrdinary(name: string): boolean {
  const letters = folded(name).replace(/\d+$/, '');
  if (cyrillicNames.has(letters)) return true;
  for (let cut = 3; cut <= letters.length - 3; cut++) {
    if (!firsts.has(letters.slice(0, cut))) continue;
    const second = letters.slice(cut);
    if (seconds.has(second) || seconds.has(second.replace(/^[_.-]/, ''))) return true;
  }
  return false;
}
