import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ExportProgress } from '../exports.ts';
import { nothing, procedure } from '../procedure.ts';
import { Utc } from '../values.ts';
import { ChartData, ChartRange, Marker, metricsReaders } from './values.ts';

/** A part of the site that answers requests, as the site names it. */
export const ServiceName = z.string().min(1).max(60);

/** Of a hundred requests, so many took at most the time that is shown. */
export const percentiles = ['p50', 'p95', 'p99'] as const;
export const Percentile = z.enum(percentiles);
export type Percentile = z.infer<typeof Percentile>;

const TrafficQuestion = z.object({
  range: ChartRange,
  /** Null for all: then each of the busiest is a series, and the others together are one. */
  service: ServiceName.nullable(),
  /** Which one is drawn where all services are; of one service, all three are. */
  percentile: Percentile.default('p95'),
});
export type TrafficQuestion = z.infer<typeof TrafficQuestion>;

const Charts = z.object({
  /** The first three by second. */
  requests: ChartData,
  pageviews: ChartData,
  errors: ChartData,
  /** Of all requests, 0 to 1. */
  errorShare: ChartData,
  /** Milliseconds: the mean by requests over the hours of a step, between the fastest and the slowest of them. */
  latency: ChartData,
});
export type TrafficChartSet = z.infer<typeof Charts>;

export const TrafficCharts = Charts.extend({
  /** The same a week earlier, with its own moments and by the same names; latency of one service only. */
  before: Charts,
  /** The busiest first, at most 200. */
  services: z.array(ServiceName),
  /** Why nothing is known, or nothing since `asOf`: a sentence; null where all is. */
  unknown: z.string().nullable(),
});
export type TrafficCharts = z.infer<typeof TrafficCharts>;

export const GrowthCharts = z.object({
  /** All sign-ups less all deletions since the first day. */
  members: ChartData,
  /** A day, as all that follow. */
  joined: ChartData,
  active: ChartData,
  messages: ChartData,
  requestsPerMember: ChartData,
  pageviewsPerMember: ChartData,
  messagesPerMember: ChartData,
  requestsPerPageview: ChartData,
  /** Of a million requests. */
  errorsPerMillion: ChartData,
  unknown: z.string().nullable(),
});
export type GrowthCharts = z.infer<typeof GrowthCharts>;

/** A sum of a month, null where nothing is known of it. */
const sum = z.number().nullable();
/** Against another month, by day: 0.1 is a tenth more. Null where one of them is not known. */
const change = z.number().nullable();

export const TrafficMonth = z.object({
  /** `2026-03` */
  month: z.string(),
  /** Days of it that are known: fewer than it has where it is not over, or where something is missing. */
  days: z.int(),
  whole: z.boolean(),
  requests: sum,
  pageviews: sum,
  errors: sum,
  signUps: sum,
  deleted: sum,
  messages: sum,
  /** On a day, in the mean. */
  active: sum,
  /** At its end, as the sum of all before. */
  members: sum,
  /** Of requests, by day, so that a month under way is no drop. */
  onMonth: change,
  onYear: change,
});
export type TrafficMonth = z.infer<typeof TrafficMonth>;

export const TrafficMonths = z.object({
  /** The oldest first; at most 20 years. */
  months: z.array(TrafficMonth),
  /** Months in which requests double, by the trend of the last year; negative where they halve. Null where none is told. */
  doublesIn: z.number().nullable(),
  /** The same in words, or why it cannot be told. */
  trend: z.string(),
  /** Up to when requests are summed up by day. */
  asOf: Utc.nullable(),
  unknown: z.string().nullable(),
});
export type TrafficMonths = z.infer<typeof TrafficMonths>;

/** A number of now beside the same of a week earlier. */
export const Headline = z.object({
  now: z.number().nullable(),
  before: z.number().nullable(),
  /** Whether it should be looked at. */
  state: z.enum(['usual', 'watch', 'unknown']),
  /** What it is of, why it is to be looked at, or why it is unknown. */
  reason: z.string(),
});
export type Headline = z.infer<typeof Headline>;

export const changeMeasures = ['requests', 'errors', 'latency'] as const;

/** What differs most in the last day from the same day a week earlier. */
export const TrafficChange = z.object({
  service: ServiceName,
  measure: z.enum(changeMeasures),
  /** Requests a second, errors as a share, milliseconds of p95; null where the service did not answer at all. */
  now: z.number().nullable(),
  before: z.number().nullable(),
  /** The hour in which it changed; null where no hour stands out. */
  since: Utc.nullable(),
  /** The last deploy within the two hours before. */
  deploy: Marker.nullable(),
});
export type TrafficChange = z.infer<typeof TrafficChange>;

export const TrafficOverview = z.object({
  headlines: z.object({
    requests: Headline,
    pageviews: Headline,
    errors: Headline,
    latency: Headline,
    active: Headline,
  }),
  /** The largest first, at most five; null where they cannot be told. */
  changes: z.array(TrafficChange).nullable(),
  /** The end of the last hour that is known, and over. */
  asOf: Utc.nullable(),
  unknown: z.string().nullable(),
});
export type TrafficOverview = z.infer<typeof TrafficOverview>;

/** What the site tells of its traffic and growth, by its views traffic_hour, growth_day and deploy. */
export const traffic = {
  chart: procedure(metricsReaders).input(TrafficQuestion).output(TrafficCharts),
  growth: procedure(metricsReaders)
    .input(z.object({ range: ChartRange }))
    .output(GrowthCharts),
  /** The latest of the range, at most 200; `more` where there are others before. */
  deploys: procedure(metricsReaders)
    .input(z.object({ range: ChartRange }))
    .output(z.object({ deploys: z.array(Marker), more: z.boolean(), unknown: z.string().nullable() })),
  overview: procedure(metricsReaders).input(nothing).output(TrafficOverview),
  /** Since the beginning. */
  months: procedure(metricsReaders).input(nothing).output(TrafficMonths),
  /** Writes the months to a CSV file. */
  export: procedure(metricsReaders).input(nothing).output(eventIterator(ExportProgress)),
};
