import { PromExpression, PrometheusServerId } from '../../../../contract/metrics/prometheus.ts';
import { Unit } from '../../../../contract/metrics/values.ts';
import { EntryId } from '../../../../contract/values.ts';
import { typedText } from '../../../components/filters/typed.ts';
import { parseRange, type RangeAddress } from '../range/range-address.ts';

export const prometheusParts = ['machines', 'explore', 'targets'] as const;
export type PrometheusPart = (typeof prometheusParts)[number];

/** What the address of Prometheus holds: which server, which part of the view, and the expression that is explored. */
export interface PrometheusAddress extends RangeAddress {
  /** Absent for the first by name. */
  server?: PrometheusServerId | undefined;
  /** Absent for the machines. */
  part?: PrometheusPart | undefined;
  expr?: string | undefined;
  /** Absent for plain numbers. */
  unit?: Unit | undefined;
  /** The saved view this began as. */
  view?: EntryId | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parsePrometheusAddress(search: Record<string, unknown>): PrometheusAddress {
  const part = prometheusParts.find((it) => it === search.part);
  const unit = Unit.safeParse(search.unit).data;
  const read: PrometheusAddress = {
    ...parseRange(search),
    server: PrometheusServerId.safeParse(Number(typedText(search.server) || Number.NaN)).data,
    part: part === 'machines' ? undefined : part,
    expr: PromExpression.safeParse(typedText(search.expr)).data,
    unit: unit === 'count' ? undefined : unit,
    view: EntryId.safeParse(typedText(search.view)).data,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** The parts that a saved view keeps: not the time, which goes on. */
const savedNames = ['server', 'part', 'expr', 'unit'] as const;

export function savedAddress(address: PrometheusAddress): string {
  const given = savedNames.flatMap((name) =>
    address[name] === undefined ? [] : [[name, String(address[name])]],
  );
  return new URLSearchParams(given).toString();
}

/** The address that a saved view leads to. One that an older console saved is read like one that was typed. */
export function addressOfView(view: { id: EntryId; address: string }): PrometheusAddress {
  return { ...parsePrometheusAddress(Object.fromEntries(new URLSearchParams(view.address))), view: view.id };
}
