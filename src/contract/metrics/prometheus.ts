import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { Utc } from '../values.ts';
import { ChartData, ChartRange, metricsReaders, Seconds, Unit } from './values.ts';

export const PrometheusServerId = z.int().min(1).max(4_294_967_295).brand<'PrometheusServerId'>();
export type PrometheusServerId = z.infer<typeof PrometheusServerId>;

/** How the console tells a server who it is. */
export const prometheusAuths = ['none', 'basic', 'bearer'] as const;
export const PrometheusAuth = z.enum(prometheusAuths);
export type PrometheusAuth = z.infer<typeof PrometheusAuth>;

/** What may stand in a header: no line ends in it. */
const headerText = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => /^[\x20-\x7e]*$/.test(text), 'letters, digits and signs of ASCII alone');

/** What is packed before it goes into a header, so that it may be of any letters. */
const anyText = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'a single line of text');

/**
 * The address below which `/api/v1/…` is, as a person types it, without the slash at its end. A path before it is kept:
 * Mimir’s is `/prometheus`.
 */
export const PrometheusUrl = z
  .string()
  .trim()
  .max(500)
  .refine((text) => problemOfUrl(text) === null, { error: ({ input }) => problemOfUrl(String(input)) ?? '' })
  .transform((text) => text.replace(/\/+$/, ''));

/** Why a text is no address of such a server; null where it is one. */
export function problemOfUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return 'an address such as https://prometheus.example.org:9090';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'it begins with http:// or https://';
  if (url.username !== '' || url.password !== '')
    return 'leave name and password out of it: they have fields of their own';
  if (text.includes('?') || text.includes('#')) return 'leave out what stands after ? or #';
  if (/\/api(\/v1)?\/*$/.test(url.pathname)) return 'leave out /api/v1: the console adds it';
  return null;
}

const serverParts = {
  name: z.string().trim().min(1, 'give it a name').max(60),
  url: PrometheusUrl,
  auth: PrometheusAuth,
  /** With `basic`: the name that goes with the password. */
  user: anyText(190).refine((text) => !text.includes(':'), 'a name without a colon'),
  /** Whose metrics, where a server keeps those of several: the header X-Scope-OrgID. Empty for none. */
  tenant: headerText(190),
};

/** A server as it is to be. `secret` is its password or token, and null to keep the one that it has. */
export const PrometheusServerDraft = z
  .object({ ...serverParts, secret: anyText(2000).nullable() })
  .refine(({ auth, user }) => auth !== 'basic' || user !== '', {
    message: 'give the name of the user',
    path: ['user'],
  })
  .refine(({ auth, secret }) => auth !== 'bearer' || secret === null || /^[\x21-\x7e]+$/.test(secret), {
    message: 'a token without spaces, of ASCII alone',
    path: ['secret'],
  });
export type PrometheusServerDraft = z.infer<typeof PrometheusServerDraft>;

/** A server as it is, without its password or token: that is never told. */
export const PrometheusServer = z.object({
  ...serverParts,
  url: z.string(),
  id: PrometheusServerId,
  hasSecret: z.boolean(),
  version: z.int(),
});
export type PrometheusServer = z.infer<typeof PrometheusServer>;

/** What a look at a server gave. */
export const PrometheusCheck = z.object({
  /** `warned`: it answers, and something about it is to be known. */
  state: z.enum(['good', 'warned', 'failed']),
  /** What was found, or why nothing was; the first is the chief one. */
  sentences: z.array(z.string()),
  /** `Prometheus`, `Thanos`, `Mimir`, `VictoriaMetrics`; null where it was not told. */
  flavour: z.string().nullable(),
  version: z.string().nullable(),
  up: z.int().nullable(),
  down: z.int().nullable(),
  /** How far its clock is ahead of this machine’s, in seconds. */
  skewSeconds: z.number().nullable(),
  tookMs: z.number(),
});
export type PrometheusCheck = z.infer<typeof PrometheusCheck>;

/** One thing that a server asks for metrics. */
export const PrometheusTarget = z.object({
  job: z.string(),
  instance: z.string(),
  up: z.boolean(),
  /** Since the last time it was asked, in seconds; null where it was not told. */
  ageSeconds: z.number().nullable(),
  /** What the server says of its last failure. */
  error: z.string().nullable(),
});
export type PrometheusTarget = z.infer<typeof PrometheusTarget>;

/** The panels that come with the console, and what each needs. */
export const prometheusPanels = {
  cpu: { title: 'CPU busy', exporter: 'node' },
  load: { title: 'Load for each core', exporter: 'node' },
  memory: { title: 'Memory available', exporter: 'node' },
  disk: { title: 'Fullest disks, share used', exporter: 'node' },
  disk_busy: { title: 'Disks busy', exporter: 'node' },
  network_in: { title: 'Network, received', exporter: 'node' },
  network_out: { title: 'Network, sent', exporter: 'node' },
  mysql_statements: { title: 'Statements', exporter: 'mysqld' },
  mysql_running: { title: 'Sessions at work', exporter: 'mysqld' },
  mysql_connections: { title: 'Connections, share of those allowed', exporter: 'mysqld' },
} as const satisfies Record<string, { title: string; exporter: 'node' | 'mysqld' }>;
export type PrometheusPanel = keyof typeof prometheusPanels;
const panelNames = Object.keys(prometheusPanels) as [PrometheusPanel, ...PrometheusPanel[]];

/**
 * An expression of PromQL. `$step` stands for the distance of two points, `$window` for the least window of a rate that
 * loses nothing, and `$range` for all that is shown; those of Grafana (`$__interval`, `$__rate_interval`, `$__range`)
 * are taken as well.
 */
export const PromExpression = z.string().trim().min(1, 'type an expression').max(4000);

/** One line of a table of current values. */
export const InstantRow = z.object({
  labels: z.record(z.string(), z.string()),
  /** Null where it is no number: `text` says what it is. */
  value: z.number().nullable(),
  text: z.string(),
  /** Its target does not answer: the value is from before. */
  down: z.boolean(),
});
export type InstantRow = z.infer<typeof InstantRow>;

const server = z.object({ id: PrometheusServerId });

export const prometheus = {
  /** By name. */
  servers: procedure(metricsReaders)
    .input(z.object({ removed: z.boolean().default(false) }))
    .output(z.object({ servers: z.array(PrometheusServer) })),
  /**
   * CONFLICT where it was saved since `seenVersion`, or another has the name. `id` null makes one. A password or token
   * is kept only for the address, kind of authentication and user that it was given for: else INVALID_INPUT asks for it.
   */
  saveServer: procedure(metricsReaders)
    .input(
      z.object({
        requestId: z.uuid(),
        id: PrometheusServerId.nullable(),
        seenVersion: z.int().min(0).max(4_294_967_294),
        server: PrometheusServerDraft,
      }),
    )
    .output(z.object({ id: PrometheusServerId, version: z.int() })),
  /** Takes it out of use, or back into it within a day: after that its password is forgotten with it. */
  removeServer: procedure(metricsReaders)
    .input(z.object({ requestId: z.uuid(), id: PrometheusServerId, removed: z.boolean() }))
    .output(z.object({})),
  /** Whether it answers, and what it is. What is wrong comes as sentences, not as an error. */
  check: procedure(metricsReaders).input(server).output(PrometheusCheck),
  /** The same of a server that is not saved; `id` names the one whose password a draft without one is to use. */
  tryServer: procedure(metricsReaders)
    .input(z.object({ id: PrometheusServerId.nullable(), server: PrometheusServerDraft }))
    .output(PrometheusCheck),
  /** Those that are down first; at most 500. */
  targets: procedure(metricsReaders)
    .input(server)
    .output(
      z.object({
        targets: z.array(PrometheusTarget),
        up: z.int(),
        down: z.int(),
        /** How many machines and database servers its exporters tell of. */
        exporters: z.object({ node: z.int(), mysqld: z.int() }),
        /** How often targets are asked, in seconds; null where it could not be told. */
        scrapeSeconds: z.number().nullable(),
        notes: z.array(z.string()),
        asOf: Utc,
      }),
    ),
  /** A panel of the console’s own over a range. */
  panel: procedure(metricsReaders)
    .input(server.extend({ panel: z.enum(panelNames), range: ChartRange }))
    .output(ChartData),
  /** An expression over a range; INVALID_INPUT with the server’s words where it is none. */
  chart: procedure(metricsReaders)
    .input(server.extend({ expression: PromExpression, unit: Unit, range: ChartRange }))
    .output(ChartData),
  /** An expression at one moment; null is now. At most 200 rows, the largest first. */
  instant: procedure(metricsReaders)
    .input(server.extend({ expression: PromExpression, at: Seconds.nullable().default(null) }))
    .output(z.object({ rows: z.array(InstantRow), found: z.int(), notes: z.array(z.string()), asOf: Utc })),
  /** Names of metrics that begin with, or hold, what was typed; at most 20. */
  names: procedure(metricsReaders)
    .input(server.extend({ text: z.string().max(200) }))
    .output(z.object({ names: z.array(z.string()) })),
};
