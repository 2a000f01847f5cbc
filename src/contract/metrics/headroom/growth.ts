import { z } from 'zod';
import { ChartData } from '../values.ts';

export const growthPage = 200;

/** Of MySQL: any sign, 64 at most. */
const name = z.string().min(1).max(64);
export const TableName = z.object({ schemaName: name, tableName: name });
export type TableName = z.infer<typeof TableName>;

export const growthKinds = ['tables', 'indexes'] as const;
export const growthOrders = ['size', 'week', 'month', 'quarter', 'name'] as const;

export const GrowthQuery = z.object({
  of: z.enum(growthKinds).default('tables'),
  /** A part of the name. */
  text: z.string().max(100).default(''),
  /** By size or by growth over 7, 30 or 90 days, the largest first; or by name. */
  sort: z.enum(growthOrders).default('size'),
  /** From 0, of `growthPage` each. */
  page: z.int().min(0).max(1000).default(0),
});
export type GrowthQuery = z.infer<typeof GrowthQuery>;

/** Bytes a day over the last week, month and quarter; null where it was not measured then, or did not exist. */
const rates = { week: z.number().nullable(), month: z.number().nullable(), quarter: z.number().nullable() };

export const GrowthRow = z.object({
  ...TableName.shape,
  indexName: z.string().nullable(),
  /** Of a table with its indexes. */
  bytes: z.number(),
  /** Of all of them. */
  share: z.number(),
  /** Of a table alone: how many rows the server thinks it has, and what would come free by rebuilding it. */
  rows: z.number().nullable(),
  freeBytes: z.number().nullable(),
  ...rates,
});
export type GrowthRow = z.infer<typeof GrowthRow>;

export const Growth = z.object({
  rows: z.array(GrowthRow),
  /** How many fit the text, and how many there are. */
  found: z.int(),
  all: z.int(),
  total: z.object({ bytes: z.number(), ...rates }),
  /** The day of the latest measurement, null before the first, and the days that the rates are reckoned from. */
  day: z.iso.date().nullable(),
  since: z.object({
    week: z.iso.date().nullable(),
    month: z.iso.date().nullable(),
    quarter: z.iso.date().nullable(),
  }),
});
export type Growth = z.infer<typeof Growth>;

export const GrowthDetail = z.object({
  chart: ChartData,
  /** Largest first. */
  indexes: z.array(GrowthRow),
});
export type GrowthDetail = z.infer<typeof GrowthDetail>;
