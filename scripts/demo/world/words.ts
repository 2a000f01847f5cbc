import { faker as de } from '@faker-js/faker/locale/de';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as fr } from '@faker-js/faker/locale/fr';
import { faker as it } from '@faker-js/faker/locale/it';
import { faker as ru } from '@faker-js/faker/locale/ru';

type Definitions = typeof en.rawDefinitions;

// One faker call per row would take minutes for a large community: its lists are taken once, as pools.
const { word, animal, color, food, location } = en.rawDefinitions;

/** Lower-case a to z, so that two words are equal to the database only if they are equal here. */
function plainWords(...lists: (readonly string[] | null | undefined)[]): string[] {
  const words = lists.flatMap((list) => list ?? []).map((text) => text.normalize('NFD').toLowerCase());
  return [...new Set(words.filter((text) => /^[a-z]{3,9}$/.test(text)))].sort();
}

function firstNames(definitions: Definitions): string[] {
  const names = definitions.person?.first_name;
  return [...(names?.generic ?? []), ...(names?.female ?? []), ...(names?.male ?? [])];
}

function lastNames(definitions: Definitions): string[] {
  const names = definitions.person?.last_name;
  return [...(names?.generic ?? []), ...(names?.female ?? []), ...(names?.male ?? [])];
}

/** Drops each word that another one begins with, so that first and second half of a nickname can be told apart. */
function prefixFree(words: string[]): string[] {
  return words.filter((text, i) => !words[i + 1]?.startsWith(text));
}

/** First halves of nicknames: sorted, none the beginning of another. */
export const NICK_FIRST = prefixFree(
  plainWords(word?.adjective, color?.human, firstNames(en.rawDefinitions), firstNames(de.rawDefinitions)),
);

/** Second halves of nicknames, sorted. */
export const NICK_SECOND = plainWords(
  word?.noun,
  animal?.type,
  food?.fruit,
  food?.spice,
  animal?.bird?.map((name) => name.split(' ').at(-1) ?? name),
  lastNames(en.rawDefinitions),
  lastNames(de.rawDefinitions),
);

/** Names in another script; marks taken off, because the database's collation does not see them either. */
export const NICK_CYRILLIC = [
  ...new Set(
    firstNames(ru.rawDefinitions).map((name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()),
  ),
].sort();

const PEOPLE = [en, en, en, de, es, fr, it].map(({ rawDefinitions }) => ({
  first: firstNames(rawDefinitions),
  last: lastNames(rawDefinitions),
}));

export const FIRST_NAMES = PEOPLE.flatMap(({ first }) => first);
export const LAST_NAMES = PEOPLE.flatMap(({ last }) => last);

/** Cities with their share of the membership falling from first to last. */
export const CITIES = [en, de, es, fr, it, ru].flatMap(({ rawDefinitions }) =>
  (rawDefinitions.location?.city_name ?? location?.city_name ?? []).slice(0, 120),
);

/** Cities as they stand in a sentence in Latin script. */
export const TOWNS = CITIES.filter((name) => /^\p{Script=Latin}[\p{Script=Latin} '-]*$/u.test(name));

const words = (text: string): string[] => text.trim().split(/\s+/);

// Chosen by hand: faker's lists hold words nobody would write about.
export const ADJECTIVES = words(`
  amazing awful beautiful boring bright brilliant busy calm charming cheap clever cold cosy crazy crowded curious
  delicious difficult dusty easy elegant empty exciting expensive famous fancy foggy fresh friendly funny gentle
  golden gorgeous grey grumpy handmade happy honest huge incredible lazy lonely long lovely lucky magical messy
  modern mysterious narrow noisy odd old ordinary peaceful perfect quiet rainy rare ridiculous romantic rough sad
  shiny silent simple sleepy slow small soft special strange stressful stupid sunny sweet terrible tiny tired
  ugly unexpected useful warm weird wild wonderful young`);
export const NOUNS = words(`
  accordion album allotment apron armchair backpack ballad bakery balcony banjo barbecue basement bicycle blanket
  board-game boat book bookshelf bouquet bracelet bridge cabin cake camera candle canoe car carpet castle cello chair
  choir clock coat cottage couch costume curtain dance desk diary dress drum engine exhibition festival film fireplace
  flat flute forest fountain garage garden gate guitar gym hammock harbour hat headset helmet house island jacket jigsaw
  kayak kettle keyboard kitchen knife lake lamp language laptop library lighthouse lock map market marathon mask mirror
  mosaic motorbike mountain museum necklace notebook novel office oven painting pan park phone piano picnic pillow
  podcast poem pond poster printer puppet puzzle quilt radio recipe ring river road roof rucksack saddle sailboat
  saxophone scarf sculpture shed shelf shirt sketch skateboard skirt sofa song speaker stage stove suitcase swing table
  tattoo teapot telescope tent theatre ticket toolbox tower train tram tree trumpet tunnel typewriter ukulele umbrella
  van vase village violin wardrobe watch wheel whistle window workshop yard`);
export const DISHES = food?.dish ?? [];

/** Reserved for examples: nothing sent to these can reach a person. */
export const MAIL_DOMAINS = [
  'mail.example',
  'mail.example',
  'mail.example',
  'post.example',
  'fastmail.example',
  'inbox.example',
  'uni.example',
  'correo.example',
  'courrier.example',
  'proton.example',
];

export interface Device {
  name: string;
  agent: string;
}

const MOBILE = [
  [
    'iPhone',
    '(iPhone; CPU iPhone OS 18_%d like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.%d Mobile/15E148 Safari/604.1',
  ],
  [
    'Android phone',
    '(Linux; Android 15; Pixel %d) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/13%d.0.0.0 Mobile Safari/537.36',
  ],
  [
    'Android phone',
    '(Linux; Android 14; SM-S91%dB) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/12%d.0.0.0 Mobile Safari/537.36',
  ],
  [
    'iPad',
    '(iPad; CPU OS 17_%d like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.%d Safari/604.1',
  ],
] as const;

const DESKTOP = [
  [
    'Windows',
    '(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/13%d.0.0.0 Safari/537.3%d',
  ],
  ['Windows', '(Windows NT 10.0; Win64; x64; rv:14%d.0) Gecko/20100101 Firefox/14%d.0'],
  [
    'Mac',
    '(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.%d Safari/605.1.1%d',
  ],
  ['Linux', '(X11; Linux x86_64; rv:13%d.0) Gecko/20100101 Firefox/13%d.0'],
] as const;

function versions(models: readonly (readonly [string, string])[]): Device[] {
  return models.flatMap(([name, agent]) =>
    Array.from({ length: 9 }, (_, i) => ({
      name,
      agent: `Mozilla/5.0 ${agent.replaceAll('%d', String(i))}`,
    })),
  );
}

export const MOBILES = versions(MOBILE);
export const DESKTOPS = versions(DESKTOP);
