import { type RefObject, useEffect, useEffectEvent } from 'react';
import { useCommand } from '../../keys/commands.ts';

/** What the keys of a chart do to it. */
export interface ChartActions {
  readonly table: () => void;
  readonly csv: () => void;
  /** Absent while nothing is drawn. */
  readonly png: (() => void) | undefined;
}

/** By its figure, every chart that is shown. */
const shown = new Map<HTMLElement, ChartActions>();

/** Offers the keys of charts. One offer serves all groups of a view. */
export function useChartKeys(): void {
  useCommand('chart.table', () => activeChart()?.table());
  useCommand('chart.csv', () => activeChart()?.csv());
  useCommand('chart.png', () => activeChart()?.png?.());
}

/** Has those keys mean this chart while the pointer or the focus is in its figure. */
export function useChartActions(figure: RefObject<HTMLElement | null>, actions: ChartActions): void {
  const latest = useEffectEvent(() => actions);
  useEffect(() => {
    const element = figure.current;
    if (element === null) return;
    shown.set(element, {
      table: () => latest().table(),
      csv: () => latest().csv(),
      png: () => latest().png?.(),
    });
    return () => {
      shown.delete(element);
    };
  }, [figure]);
}

/** The chart under the pointer or else the one with the focus. Asked when a key is pressed: both move without a word. */
function activeChart(): ChartActions | undefined {
  const figures = [...shown.keys()];
  const active =
    figures.find((figure) => figure.matches(':hover')) ??
    figures.find((figure) => figure.matches(':focus-within'));
  return active === undefined ? undefined : shown.get(active);
}
