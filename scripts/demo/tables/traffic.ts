import { DAY, HOUR, rhythm, weekRhythm } from '../world/calendar.ts';
import { type Plan, TRAFFIC_GROWTH } from '../world/plan.ts';
import { STATUS } from '../world/population.ts';
import { Random, roll, rollShare } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { sqlTime, type Table } from './table.ts';

/** Requests in the first month for a community that ends at 1.5 million members; half of all are page views. */
const FIRST_MONTH = 50e6;
const FULL_SIZE = 1.5e6;
const HOURS_A_MONTH = 730.5;

interface Service {
  name: string;
  /** Of all requests, and of the page views. */
  requests: number;
  pageviews: number;
  /** Usual milliseconds at the median, the 95th and 99th of a hundred. */
  times: [number, number, number];
  errors: number;
}

const SERVICES: Service[] = [
  { name: 'activity', requests: 0.09, pageviews: 0, times: [22, 90, 210], errors: 0.0006 },
  { name: 'api', requests: 0.31, pageviews: 0.14, times: [48, 190, 460], errors: 0.0011 },
  { name: 'chat', requests: 0.11, pageviews: 0, times: [6, 24, 70], errors: 0.0004 },
  { name: 'media', requests: 0.07, pageviews: 0, times: [31, 160, 520], errors: 0.0008 },
  { name: 'web', requests: 0.42, pageviews: 0.36, times: [96, 340, 820], errors: 0.0009 },
];

interface Incident {
  /** ms */
  start: number;
  end: number;
  services: string[];
  slower: number;
  failing: number;
  /** What is left of the requests. */
  served: number;
}

const KINDS = [
  { services: ['web', 'api', 'activity'], slower: 6, failing: 0.04, served: 0.9 },
  { services: ['chat'], slower: 12, failing: 0.3, served: 0.35 },
  { services: ['media'], slower: 4, failing: 0.12, served: 0.8 },
  { services: ['activity'], slower: 15, failing: 0.05, served: 0.95 },
  { services: ['web', 'api', 'activity', 'chat', 'media'], slower: 3, failing: 0.5, served: 0.3 },
];

const INCIDENT_EVERY = 17 * DAY;

/** About one incident every two and a half weeks; the later half begins right after a deploy. */
function incidentAt(plan: Plan, time: number): Incident | undefined {
  const slot = Math.floor((time - plan.start) / INCIDENT_EVERY);
  const kind = KINDS[Math.floor(rollShare(plan.seed, 300, slot) ** 1.6 * KINDS.length)];
  const start = plan.start + (slot + 0.05 + 0.8 * rollShare(plan.seed, 301, slot)) * INCIDENT_EVERY;
  const end = start + (1 + 4 * rollShare(plan.seed, 302, slot)) * HOUR;
  return kind && time + HOUR > start && time < end ? { ...kind, start, end } : undefined;
}

/** Hours beyond those of its units can be written too: the site goes on as it grew. */
export function trafficHours({ plan }: Pick<World, 'plan'>): Table {
  const first = Math.ceil(plan.start / HOUR);
  const hours = Math.floor(plan.end / HOUR) - first;
  const random = new Random(plan.seed);

  const write = (unit: number, lines: string[]): void => {
    const time = (first + unit) * HOUR;
    const x = unit / hours;
    const hourly = (FIRST_MONTH / HOURS_A_MONTH) * (plan.members / FULL_SIZE) * TRAFFIC_GROWTH ** x;
    const busy = rhythm(time);
    const incident = incidentAt(plan, time);
    for (const [i, service] of SERVICES.entries()) {
      random.of(310 + i, unit);
      const hit = incident?.services.includes(service.name) ? incident : undefined;
      const noise = Math.exp(0.04 * random.normal());
      const requests = hourly * service.requests * busy * noise * (hit?.served ?? 1);
      const pageviews = (requests * service.pageviews) / service.requests;
      const failing = hit?.failing ?? service.errors * Math.exp(0.3 * random.normal());
      // The machines are renewed now and then: the higher the load since, the slower the answers.
      const load = 0.75 + 0.35 * busy * (0.6 + ((x * 9) % 1) * 0.5);
      const slower = load * (hit?.slower ?? 1) * Math.exp(0.05 * random.normal());
      const [p50, p95, p99] = service.times.map((ms, n) =>
        (ms * slower * (1 + 0.12 * n * (load - 0.9))).toFixed(1),
      );
      lines.push(
        `${sqlTime(time)}\t${service.name}\t${whole(requests, random)}\t${whole(pageviews, random)}\t${whole(requests * failing, random)}\t${p50}\t${p95}\t${p99}`,
      );
    }
  };
  return {
    name: 'traffic_hours',
    definition: `
      hour DATETIME(6) NOT NULL,
      service VARCHAR(20) CHARACTER SET ascii NOT NULL,
      requests BIGINT UNSIGNED NOT NULL,
      pageviews BIGINT UNSIGNED NOT NULL,
      errors BIGINT UNSIGNED NOT NULL,
      ms_p50 DOUBLE NOT NULL,
      ms_p95 DOUBLE NOT NULL,
      ms_p99 DOUBLE NOT NULL,
      PRIMARY KEY (hour, service)`,
    indexes: {},
    columns: ['hour', 'service', 'requests', 'pageviews', 'errors', 'ms_p50', 'ms_p95', 'ms_p99'],
    units: hours,
    rowsPerUnit: SERVICES.length,
    write,
  };
}

/** Rounds up or down by chance, so that small communities keep their sums. */
function whole(value: number, random: Random): number {
  return Math.floor(value + random.share());
}

/**
 * Sign-ups and deletions are counted from the members themselves, since the community opened: those of all days add up to
 * those who are there.
 */
export function growthDays({ plan, population }: World): Table {
  const firstDay = Math.floor(plan.opened / DAY);
  const days = Math.floor(plan.end / DAY) - firstDay;
  const signUps = new Uint32Array(days);
  const deleted = new Uint32Array(days);
  const change = new Int32Array(days);
  const count = (into: Uint32Array | Int32Array, time: number, by: number, atLeast = -1): void => {
    const day = Math.max(Math.floor(time / DAY) - firstDay, atLeast);
    if (day >= 0 && day < days) into[day] = (into[day] ?? 0) + by;
  };
  for (let id = 1; id <= plan.members; id++) {
    const joined = population.joined[id] ?? 0;
    const left = population.left[id] ?? 0;
    count(signUps, joined, 1);
    if (population.status[id] === STATUS.deleted) count(deleted, left, 1);
    count(change, joined, 1, 0);
    // Whoever was here in the last two weeks has not left.
    if (left < plan.end - 14 * DAY) count(change, left, -1, 0);
  }
  const present = new Int32Array(days);
  for (let day = 0; day < days; day++) present[day] = (present[day - 1] ?? 0) + (change[day] ?? 0);

  const random = new Random(plan.seed);
  const write = (day: number, lines: string[]): void => {
    random.of(320, day);
    const time = (firstDay + day) * DAY;
    const active = (present[day] ?? 0) * 0.42 * weekRhythm(time) * Math.exp(0.02 * random.normal());
    const messages = active * 5.5 * Math.exp(0.03 * random.normal());
    const date = new Date(time).toISOString().slice(0, 10);
    lines.push(`${date}\t${signUps[day]}\t${Math.round(active)}\t${deleted[day]}\t${Math.round(messages)}`);
  };
  return {
    name: 'growth_days',
    definition: `
      day DATE NOT NULL PRIMARY KEY,
      sign_ups INT UNSIGNED NOT NULL,
      active INT UNSIGNED NOT NULL,
      deleted INT UNSIGNED NOT NULL,
      messages BIGINT UNSIGNED NOT NULL`,
    indexes: {},
    columns: ['day', 'sign_ups', 'active', 'deleted', 'messages'],
    units: days,
    rowsPerUnit: 1,
    write,
  };
}

export interface Deploy {
  readonly id: number;
  /** ms */
  readonly at: number;
  readonly label: string;
}

/** Three or four a week, by day, never at the weekend. `until` in ms; the same ones first, however far it is. */
export function deploysUntil(plan: Plan, until: number): Deploy[] {
  const monday = Math.ceil((plan.start / DAY - 4) / 7) * 7 + 4;
  const weeks = Math.ceil((until / DAY - monday) / 7);
  const all: Deploy[] = [];
  for (let week = 0; week < weeks; week++)
    for (let day = 0; day < 5; day++) {
      const number = week * 5 + day;
      const at = (monday + week * 7 + day) * DAY + 8 * HOUR + rollShare(plan.seed, 330, number) * 8 * HOUR;
      if (rollShare(plan.seed, 331, number) > 0.65 || at > until) continue;
      const service = SERVICES[roll(plan.seed, 332, number) % SERVICES.length]?.name ?? 'web';
      const id = all.length + 1;
      all.push({ id, at: Math.floor(at), label: `${service} ${id + 117}` });
    }
  return all;
}

export function deploys({ plan }: World): Table {
  const all = deploysUntil(plan, plan.end);
  return {
    name: 'deploys',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      label VARCHAR(80) NOT NULL,
      created_at DATETIME(6) NOT NULL`,
    indexes: { index_deploys_on_created_at: 'INDEX index_deploys_on_created_at (created_at)' },
    columns: ['id', 'label', 'created_at'],
    units: all.length,
    rowsPerUnit: 1,
    write: (unit, lines) => {
      const deploy = all[unit];
      if (deploy) lines.push(`${deploy.id}\t${deploy.label}\t${sqlTime(deploy.at)}`);
    },
  };
}
