import { z } from 'zod';
import { Refused } from '../../../errors.ts';
import { type Answer, ask, type Endpoint } from './request.ts';

/** How long a server may take for a query, and how much it may answer. It is told the first, and stops by itself. */
export const queryLimits = { seconds: 30, mostBytes: 32_000_000 };

/** What a server gave: its data, and what it said beside them. */
export interface Reply {
  readonly data: unknown;
  /** Its warnings and infos, as sentences. */
  readonly notes: string[];
  readonly headers: Answer['headers'];
}

/** The expression cannot be evaluated. `line` and `column` count from 1; null where the server named no place. */
export class BadExpression extends Refused {
  readonly words: string;
  readonly place: { line: number; column: number } | null;

  constructor(words: string, place: { line: number; column: number } | null) {
    const where =
      place === null ? '' : `, at ${place.line === 1 ? '' : `line ${place.line}, `}character ${place.column}`;
    super('INVALID_INPUT', `The server cannot evaluate the expression${where}: ${words}`, [
      { path: place === null ? 'expression' : `expression:${place.line}:${place.column}`, problem: words },
    ]);
    this.name = 'BadExpression';
    this.words = words;
    this.place = place;
  }
}

const Envelope = z.object({
  status: z.enum(['success', 'error']),
  data: z.unknown().optional(),
  errorType: z.string().optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).nullish(),
  infos: z.array(z.string()).nullish(),
  /** VictoriaMetrics in several parts, one of which did not answer. */
  isPartial: z.boolean().nullish(),
});
type Envelope = z.infer<typeof Envelope>;

/**
 * Calls a procedure of the HTTP API, such as `/api/v1/query`.
 * @throws BadExpression; Refused UNAVAILABLE or TOO_EXPENSIVE with a sentence that says why there is no answer
 */
export async function callApi(
  at: Endpoint,
  path: string,
  params: Record<string, string>,
  signal: AbortSignal | undefined,
  limits: { seconds: number; mostBytes: number } = queryLimits,
): Promise<Reply> {
  const answer = await ask(at, path, new URLSearchParams(params), { signal, ...limits });
  const envelope = envelopeOf(answer.body);
  if (envelope === null) throw notPrometheus(answer, at);
  if (envelope.status === 'error' || answer.status >= 300) throw refusalOf(answer, envelope, at);
  return { data: envelope.data, notes: notesOf(envelope), headers: answer.headers };
}

function notesOf({ warnings, infos, isPartial }: Envelope): string[] {
  const said = [
    ...(warnings ?? []).map((it) => `The server warns: ${wordsOf(it)}`),
    ...(infos ?? []).map((it) => `The server notes: ${wordsOf(it)}`),
  ];
  if (isPartial === true)
    said.unshift('The server warns: a part of its storage did not answer, so the result is not whole.');
  return [...new Set(said)].slice(0, 10);
}

function envelopeOf(body: string): Envelope | null {
  try {
    return Envelope.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** An answer as Prometheus gives it, which says what went wrong. */
function refusalOf(
  { status, headers }: Answer,
  { errorType = '', error = '' }: Envelope,
  at: Endpoint,
): Refused {
  const { host } = new URL(at.url);
  const words = wordsOf(error);
  const byStatus = refusalByStatus(status, headers, host);
  if (byStatus !== null) return byStatus;
  if (errorType === 'timeout' || errorType === 'canceled' || status === 504) {
    return new Refused(
      'TOO_EXPENSIVE',
      `${host} stopped the query: it took longer than the server allows (${words}). Choose a shorter range or a narrower expression.`,
    );
  }
  if (status === 503) {
    return new Refused('UNAVAILABLE', `${host} cannot answer just now: ${words}. Try again in a moment.`);
  }
  if (errorType === 'bad_data' || errorType === 'execution' || status === 400 || status === 422) {
    return badExpression(words);
  }
  return new Refused('UNAVAILABLE', `${host} failed at this (${status}): ${words}.`);
}

/** An answer of something else: a proxy, another program, or Prometheus at another path. */
function notPrometheus({ status, headers, body }: Answer, { url }: Endpoint): Refused {
  const { host } = new URL(url);
  const known = refusalByStatus(status, headers, host);
  if (known !== null) return known;
  if (/HTTP request (was sent )?to (an )?HTTPS/i.test(body)) {
    return new Refused('UNAVAILABLE', `${host} speaks HTTPS alone: begin the address with https://.`);
  }
  if (status === 502 || status === 503 || status === 504) {
    return new Refused(
      'UNAVAILABLE',
      `What stands before the server at ${host} answered ${status}: the server itself cannot be reached or takes too long. Try again in a moment.`,
    );
  }
  if (status === 404) {
    return new Refused(
      'UNAVAILABLE',
      `${host} answers, but is no Prometheus at this address (404). Check the path: Mimir’s ends with /prometheus, and a proxy may have one of its own.`,
    );
  }
  return new Refused(
    'UNAVAILABLE',
    `${host} answers (${status}), but not as a Prometheus does. Check the address.`,
  );
}

function refusalByStatus(status: number, headers: Answer['headers'], host: string): Refused | null {
  if (status >= 300 && status < 400) {
    return new Refused(
      'UNAVAILABLE',
      `${host} sends on to ${placeOf(headers.location)}. That is not followed, so that a password or token goes nowhere else. If that is the server, give its address.`,
    );
  }
  if (status === 401) {
    return new Refused(
      'UNAVAILABLE',
      `${host} does not let the console in (401): the name, password or token is wrong or missing.`,
    );
  }
  if (status === 403) {
    return new Refused(
      'UNAVAILABLE',
      `${host} knows the console, but does not allow it this (403). Whoever runs the server can.`,
    );
  }
  if (status === 429) {
    return new Refused(
      'UNAVAILABLE',
      `${host} is asked too often and refuses more for now (429). Wait a little.`,
    );
  }
  return null;
}

/** Without path and query: they may hold what is not for everyone's eyes. */
function placeOf(location: string | undefined): string {
  const url = location === undefined ? null : URL.parse(location);
  return url === null ? 'another path' : `another address (${url.origin})`;
}

/** `invalid parameter "query": 1:8: parse error: unexpected …`, as Prometheus says it. */
function badExpression(words: string): BadExpression {
  const found = /(?:^|: )(\d+):(\d+): (?:parse error: )?(.*)$/s.exec(words);
  const [, line, column, problem] = found ?? [];
  if (line === undefined || column === undefined || problem === undefined)
    return new BadExpression(words, null);
  return new BadExpression(problem, { line: Number(line), column: Number(column) });
}

/** What a server says, as one short line: it may be anyone's text. */
export function wordsOf(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > 600 ? `${line.slice(0, 600)}…` : line;
}
