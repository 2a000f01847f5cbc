import { LANGUAGES, REASONS, REQUESTS, SPAM } from './phrases.ts';
import { Random } from './random.ts';
import { ADJECTIVES, DISHES, FIRST_NAMES, NOUNS, TOWNS } from './words.ts';

/** Ready sentences, already escaped for LOAD DATA; a row's text is one or a few of them. */
export interface Texts {
  remark(random: Random): string;
  reply(random: Random): string;
  spam(random: Random): string;
  title(random: Random): string;
  /** Several paragraphs. */
  writing(random: Random): string;
  request(random: Random): [subject: string, body: string];
  report(random: Random, reasons: readonly string[]): [reason: string, note: string];
}

/** As LOAD DATA reads it by default: a tab ends a field, a line feed ends a row, a backslash escapes. */
export function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');
}

const POOL = 1500;

export function makeTexts(seed: number): Texts {
  const random = new Random(seed);
  const remarks = pools(random, 200, ({ remarks }) => remarks);
  const replies = pools(random, 201, ({ replies }) => replies);
  const spam = filled(random, 202, SPAM, 300);
  const titles = Array.from({ length: 800 }, (_, i) => title(random.of(203, i)));
  const reasons = Object.fromEntries(
    Object.entries(REASONS).map(([reason, notes], i) => [reason, filled(random, 210 + i, notes, 40)]),
  );

  const sentence = (draw: Random, from: string[][]): string => draw.pick(language(draw, from));
  return {
    remark: (draw) => {
      const pool = language(draw, remarks);
      const first = draw.pick(pool);
      return draw.chance(0.35) ? `${first} ${draw.pick(pool)}` : first;
    },
    reply: (draw) => sentence(draw, replies),
    spam: (draw) => draw.pick(spam),
    title: (draw) => draw.pick(titles),
    writing: (draw) => {
      const pool = language(draw, remarks);
      const paragraphs = Array.from({ length: 2 + draw.below(4) }, () =>
        Array.from({ length: 2 + draw.below(4) }, () => draw.pick(pool)).join(' '),
      );
      return paragraphs.join('\\n\\n');
    },
    request: (draw) => {
      const [subject, body] = draw.pick(REQUESTS);
      return [escaped(subject), escaped(fill(body, draw))];
    },
    report: (draw, among) => {
      const reason = draw.pick(among);
      return [reason, draw.pick(reasons[reason] ?? [''])];
    },
  };
}

function pools(
  random: Random,
  salt: number,
  of: (language: (typeof LANGUAGES)[number]) => string[],
): string[][] {
  return LANGUAGES.map((language, i) =>
    filled(random, salt + 20 * i, of(language), Math.ceil(POOL * Math.max(language.share, 0.05))),
  );
}

function filled(random: Random, salt: number, templates: string[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    random.of(salt, i);
    return escaped(fill(random.pick(templates), random));
  });
}

function language(random: Random, from: string[][]): string[] {
  let left = random.share();
  for (const [i, pool] of from.entries()) {
    left -= LANGUAGES[i]?.share ?? 0;
    if (left < 0) return pool;
  }
  return from[0] ?? [];
}

function title(random: Random): string {
  const noun = random.pick(NOUNS);
  const adjective = random.pick(ADJECTIVES);
  const city = random.pick(TOWNS);
  const forms = [
    `The ${adjective} ${noun}`,
    `On being ${adjective}`,
    `A ${noun} in ${city}`,
    `Why I gave up the ${noun}`,
    `${city}, part ${1 + random.below(9)}`,
    `What nobody tells you about the ${noun}`,
  ];
  return escaped(random.pick(forms));
}

function fill(template: string, random: Random): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, word: string) => {
    switch (word) {
      case 'noun':
        return random.pick(NOUNS);
      case 'adjective':
        return random.pick(ADJECTIVES);
      case 'name':
        return random.pick(FIRST_NAMES);
      case 'city':
        return random.pick(TOWNS);
      case 'dish':
        return random.pick(DISHES).toLowerCase();
      default:
        return String(2 + random.below(58));
    }
  });
  return filled.replace(/\b([Aa]) (?=[aeiou])/g, '$1n ');
}
