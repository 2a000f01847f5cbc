import type { Generated } from 'kysely';

interface StatementCosts {
  calls: string;
  total_ms: number;
  lock_ms: number;
  errors: string;
  rows_affected: string;
  rows_sent: string;
  rows_examined: string;
  tmp_tables: string;
  tmp_disk_tables: string;
  no_index: string;
}

/** The console's tables of metrics; how rows come over the wire is said at `Schema`. `at` is in seconds since 1970. */
export interface MetricSchema {
  'caretaker.metric_sample': {
    step: number;
    series: number;
    at: number;
    low: number;
    mean: number;
    high: number;
    readings: number;
  };
  'caretaker.metric_sampler': {
    id: number;
    watched_until: string;
    sampled_at: string | null;
    took_ms: number | null;
    unknown: string;
    minutes_until: number;
    hours_until: number;
    half_days_until: Generated<number>;
  };
  'caretaker.statement_digest': {
    id: Generated<number>;
    schema_name: string;
    digest: string;
    text: string;
    first_seen: string;
    last_seen: string;
  };
  'caretaker.statement_sample': { step: number; at: number; digest_id: number } & StatementCosts;
  'caretaker.statement_step': { step: number; at: number; seconds: number; calls: string; total_ms: number };
  'caretaker.statement_reading': {
    id: number;
    reading: string;
    read_at: string | null;
    took_ms: number | null;
    kinds: number;
    full_since: string | null;
    unknown: string;
    hours_until: number;
    days_until: number;
  };
  'caretaker.table_size': {
    schema_name: string;
    table_name: string;
    day: string;
    rows_estimate: string;
    data_bytes: string;
    index_bytes: string;
    free_bytes: string;
    next_id: string | null;
    last_id: string | null;
  };
  'caretaker.index_size': {
    schema_name: string;
    table_name: string;
    index_name: string;
    day: string;
    bytes: string;
  };
  'caretaker.index_use': {
    schema_name: string;
    table_name: string;
    index_name: string;
    seen_from: string;
    seen_on: string;
    days_seen: number;
    uses: string;
    used_at: string | null;
  };
  'caretaker.deadlock': {
    id: Generated<string>;
    at: string;
    fingerprint: string;
    report_sha256: Buffer;
    counted: string | null;
    missed: string | null;
    detail: string;
  };
  'caretaker.prometheus_server': {
    id: Generated<number>;
    name: string;
    url: string;
    auth: string;
    user: string;
    secret: string;
    tenant: string;
    version: Generated<number>;
    removed_at: Generated<string>;
  };
  'caretaker.traffic_day': {
    day: string;
    service: string;
    requests: string;
    pageviews: string;
    errors: string;
    hours: number;
    ms_p50: number | null;
    ms_p95: number | null;
    ms_p99: number | null;
    worst_p50: number | null;
    worst_p95: number | null;
    worst_p99: number | null;
  };
  'caretaker.traffic_mark': { id: number; turn: string; summed_until: string; fresh_at: string | null };
}
