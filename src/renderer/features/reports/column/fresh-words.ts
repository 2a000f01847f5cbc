import { stretchWords } from '../queue/case-words.ts';

/** From how many milliseconds behind the site the queue counts as old. */
const oldAfter = 90_000;

export interface Fresh {
  /** When the site was last asked for new reports; null where it never was. */
  readonly asOf: string | null;
  readonly waiting: number;
  readonly waitingCapped: boolean;
}

/** How fresh the queue is, in few words and in a sentence. `now` in milliseconds since 1970. */
export function freshWords({ asOf, waiting, waitingCapped }: Fresh, now: number) {
  if (asOf === null) {
    return {
      words: 'Reports not read yet',
      wait: null,
      title: 'They are read as soon as someone who works through reports is signed in.',
      old: true,
    };
  }
  const behind = Math.max(0, now - Date.parse(asOf));
  const old = behind > oldAfter;
  const span = old ? stretchWords(behind) : `${Math.round(behind / 1000)} s`;
  const figure = `${new Intl.NumberFormat('en-GB').format(waiting)}${waitingCapped ? '+' : ''}`;
  const wait = `${figure} ${waiting === 1 ? 'report waits' : 'reports wait'}`;
  return {
    words: old ? `${span} behind the site` : `As of ${span}`,
    wait: waiting === 0 ? null : wait,
    title: `The site was last asked for new reports ${span} ago; ${waiting === 0 ? 'none waits' : wait} to be read.`,
    old,
  };
}
