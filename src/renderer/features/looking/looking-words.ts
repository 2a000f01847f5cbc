/** Someone else who has the same thing before them. */
export interface Other {
  readonly user: string;
  readonly name: string;
  readonly writing: boolean;
}

/**
 * `Ada is looking`, `Ada and Mara are looking; Tom is writing a decision`; empty where nobody else is there. `work` is
 * what whoever writes there writes.
 */
export function lookingWords(others: readonly Other[], work: string): string {
  const write = others.filter((each) => each.writing).map((each) => each.name);
  const look = others.filter((each) => !each.writing).map((each) => each.name);
  return [
    ...(look.length > 0 ? [`${list(look)} ${are(look)} looking`] : []),
    ...(write.length > 0 ? [`${list(write)} ${are(write)} writing ${work}`] : []),
  ].join('; ');
}

function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
