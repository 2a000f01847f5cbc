type Labels = Readonly<Record<string, string>>;

/** A series as PromQL writes it: its name, and all of its labels in order. */
export function seriesName(labels: Labels): string {
  const { __name__: name = '', ...rest } = labels;
  const inner = Object.keys(rest)
    .sort()
    .map((key) => `${key}=${JSON.stringify(rest[key])}`)
    .join(', ');
  return inner === '' ? name || 'value' : `${name}{${inner}}`;
}

/** What tells the series of a chart apart, and no more: the values of the labels in which they differ. */
export function shortNames(all: readonly Labels[]): string[] {
  const keys = [...new Set(all.flatMap((it) => Object.keys(it)))];
  const telling = keys.filter((key) => new Set(all.map((it) => it[key])).size > 1).sort(inOrder);
  return all.map((labels) => {
    if (telling.length === 0) return only(labels);
    const parts = telling.map((key) => partOf(key, labels[key] ?? ''));
    return parts.filter((it) => it !== '').join(' · ') || only(labels);
  });
}

/** The one series of a chart: by its machine, else its name. */
function only(labels: Labels): string {
  return labels.instance ?? labels.__name__ ?? seriesName(labels);
}

function partOf(key: string, value: string): string {
  if (key === '__name__' || key === 'instance' || key === 'job') return value;
  return value === '' ? '' : `${key} ${value}`;
}

/** First what is measured, then where. */
function inOrder(a: string, b: string): number {
  const rank = (key: string) => (key === '__name__' ? 0 : key === 'job' ? 1 : key === 'instance' ? 2 : 3);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
