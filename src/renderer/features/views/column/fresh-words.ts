import { stretchWords } from '../../../components/text/stretch-words.ts';

/** From how many milliseconds behind the site a queue counts as old. */
const oldAfter = 90_000;

export interface Fresh {
  /** When the site was last asked for what is new; null where it never was. */
  readonly asOf: string | null;
  readonly waiting: number;
  readonly waitingCapped: boolean;
}

/**
 * How fresh a queue of reports or requests is, in few words and in a sentence. `now` in milliseconds since 1970.
 */
export function freshWords(
  { asOf, waiting, waitingCapped }: Fresh,
  now: number,
  what: { one: string; many: string; work: string },
) {
  if (asOf === null) {
    return {
      words: `${what.many.charAt(0).toUpperCase()}${what.many.slice(1)} not read yet`,
      wait: null,
      title: `They are read as soon as someone who works through ${what.work} is signed in.`,
      old: true,
    };
  }
  const behind = Math.max(0, now - Date.parse(asOf));
  const old = behind > oldAfter;
  const span = old ? stretchWords(behind) : `${Math.round(behind / 1000)} s`;
  const figure = `${new Intl.NumberFormat('en-GB').format(waiting)}${waitingCapped ? '+' : ''}`;
  const wait = `${figure} ${waiting === 1 ? `${what.one} waits` : `${what.many} wait`}`;
  return {
    words: old ? `${span} behind the site` : `As of ${span}`,
    wait: waiting === 0 ? null : wait,
    title: `The site was last asked for new ${what.many} ${span} ago; ${waiting === 0 ? 'none waits' : wait} to be read.`,
    old,
  };
}
