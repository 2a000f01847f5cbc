import { ageWords } from '../../../components/filters/age.ts';
import { plainWords } from '../../../components/text/plain-words.ts';
import type { FilterName, ReportsAddress } from '../reports-address.ts';
import { languageName } from './languages.ts';

/** Names of what an address has by its id; the id itself where no name is known. */
export interface Names {
  readonly policy: string | undefined;
  readonly author: string | undefined;
  readonly reporter: string | undefined;
}

/** The filters of an address, each in a few words. */
export function filterWords(address: ReportsAddress, names: Names): { name: FilterName; words: string }[] {
  const { policy, kind, language, author, reporter, older, younger } = address;
  const found: { name: FilterName; words: string }[] = [];
  if (policy !== undefined) found.push({ name: 'policy', words: names.policy ?? `policy ${policy}` });
  if (kind !== undefined) found.push({ name: 'kind', words: `kind: ${plainWords(kind)}` });
  if (language !== undefined) {
    const words = language === 'und' ? 'language not recognised' : `in ${languageName(language)}`;
    found.push({ name: 'language', words });
  }
  if (author !== undefined) found.push({ name: 'author', words: `about ${names.author ?? author}` });
  if (reporter !== undefined) {
    found.push({ name: 'reporter', words: `reported by ${names.reporter ?? reporter}` });
  }
  return [...found, ...ageWords({ older, younger })];
}
