import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Digest, digestsFolder } from '../../test/support/community.ts';

/** Tables and views that grow with the community, by the names that statements use. */
const growing =
  /caretaker_site` \. `(member|member_login|member_action|member_rename|activity|report|traffic_hour|growth_day|deploy|support_request|content_\w+)`|`(entry|own_entry|change_feed|member_turn|member_decision|member_undo|member_note|outbox|directory_taken|reporter|report_(case|item|evidence|event|decision|step|undo|ending)|ticket(_(message|mention|follower|tag|draft|scheduled|attachment|event|change|merge|move|referral|fact))?)`/;
/** The console's own indexes of members and of words, which a search may follow for a while to find few, or to count. */
const index = /`(member_(directory|part|address|device)|ticket_(word|vocabulary))`/;
/** Samples are bounded, but millions; a chart sums up many of them for a point. */
const samples = /`(metric_sample|statement_sample)`/;
/** More rows read for a row given than this means a filter that no index serves. */
const mostRowsPerRow = 20;
/** A table of fewer rows than this is read whole by any server, since no index would be quicker. */
const fewRows = 100;
/** What a search looks at by its bounds: at most 50,000 rows of an index, and as many members. */
const mostRowsPerSearch = 100_000;
/** What is counted by an index up to a limit is looked at that far, and given as one row. */
const cappedCount =
  /\( SELECT COUNT \( \* \) FROM \( (\( )?SELECT \?( AS `?ONE`?)? FROM [^(]+ FORCE INDEX .* LIMIT \? \)/i;
/** The eight parts of the queue, each up to 11,000 rows, which a server counts again as it adds them up. */
const mostRowsPerCount = 2 * 8 * 11_001;

/** What someone follows is put in order as a whole; and of tickets that a search names by number, a filter leaves some. */
const gathered =
  /`ticket_follower` `f` FORCE INDEX|`ticket` `t` FORCE INDEX \( PRIMARY \) WHERE `t` \. `id` IN \(\.\.\.\)/;

/** A chart's steps of several hours: those of every service are looked at to sum up those of one. */
const summedHours = /`nr`.*`traffic_hour`.*GROUP BY `nr`/;

/** What is wrong with one statement as a guest of a server with other work; null when it is a good one. */
export function complaint(digest: Digest): string | null {
  const isGrowing = growing.test(digest.text);
  // What is put together in a statement is then read without an index, and counted like a scan.
  const isPutTogether = /SELECT .* SELECT /.test(digest.text);
  if (!isGrowing && samples.test(digest.text)) {
    return isScan(digest) && !isPutTogether ? `scanned samples ${digest.noIndexUsed} times` : null;
  }
  if (!isGrowing && !index.test(digest.text)) return null;
  const perCall = digest.rowsExamined / digest.calls;
  if (cappedCount.test(digest.text)) {
    return perCall > mostRowsPerCount ? `examined ${perCall.toFixed(0)} rows at each call` : null;
  }
  // A search names its index.
  const isSearch = !isGrowing && (isPutTogether || / FORCE INDEX /.test(digest.text));
  if (isScan(digest) && !isSearch) return `scanned a growing table ${digest.noIndexUsed} times`;
  if (isGrowing && !gathered.test(digest.text) && !summedHours.test(digest.text)) {
    const perRow = rowsPerRow(digest);
    return perRow > mostRowsPerRow ? `examined ${perRow.toFixed(0)} rows for each it gave` : null;
  }
  return perCall > mostRowsPerSearch ? `examined ${perCall.toFixed(0)} rows at each call` : null;
}

/** Who asks for most of a table, up to a limit, gets it without an index, and that is no scan: little is read in vain. */
function isScan({ text, calls, noIndexUsed, rowsExamined, rowsSent, rowsAffected }: Digest): boolean {
  const endsAtLimit = / LIMIT /.test(text) && rowsExamined <= 2 * (rowsSent + rowsAffected);
  return noIndexUsed > 0 && rowsExamined / calls > fewRows && !endsAtLimit;
}

/** Rows examined per row sent or changed; a call that found nothing counts as one row. */
export function rowsPerRow(digest: Digest): number {
  return digest.rowsExamined / Math.max(digest.rowsSent + digest.rowsAffected, digest.calls);
}

/** Adds up the same statement of several servers. */
export function sumDigests(digests: readonly Digest[]): Digest[] {
  const byText = new Map<string, Digest>();
  for (const digest of digests) {
    const known = byText.get(digest.text);
    byText.set(digest.text, known ? add(known, digest) : digest);
  }
  return [...byText.values()];
}

/**
 * Looks at every statement of the console that the servers of the last integration run counted, prints the worst ten
 * by rows examined per row sent, and returns how many were good and bad. None counted at all is a failure.
 */
export function checkGuest(print: (line: string) => void): { passed: number; failed: number } {
  const files = existsSync(digestsFolder) ? readdirSync(digestsFolder) : [];
  const all = files.flatMap(
    (name) => JSON.parse(readFileSync(join(digestsFolder, name), 'utf8')) as Digest[],
  );
  // A test may send a statement of its own over the console's line; it names none of our schemas.
  const digests = sumDigests(all.filter((digest) => /caretaker/.test(digest.text)));
  if (digests.length === 0) {
    print('No statement of the console was counted: performance_schema is off, or no test signed in.');
    return { passed: 0, failed: 1 };
  }
  const worst = digests.toSorted((a, b) => rowsPerRow(b) - rowsPerRow(a)).slice(0, 10);
  print(`${digests.length} statements of the console. The worst ten by rows examined per row sent:`);
  for (const digest of worst) {
    const text = digest.text.replace(/\s+/g, ' ').slice(0, 150);
    print(
      `  ${rowsPerRow(digest).toFixed(1).padStart(7)}  ${String(digest.calls).padStart(6)} calls  ${text}`,
    );
  }
  const bad = digests.flatMap((digest) => {
    const what = complaint(digest);
    return what === null ? [] : [`${what}: ${digest.text}`];
  });
  for (const line of bad) print(`  not a good guest: ${line}`);
  return { passed: digests.length - bad.length, failed: bad.length };
}

function add(a: Digest, b: Digest): Digest {
  return {
    text: a.text,
    calls: a.calls + b.calls,
    rowsSent: a.rowsSent + b.rowsSent,
    rowsExamined: a.rowsExamined + b.rowsExamined,
    rowsAffected: a.rowsAffected + b.rowsAffected,
    noIndexUsed: a.noIndexUsed + b.noIndexUsed,
  };
}
