import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Unit } from '../../../../contract/metrics/values.ts';
import type { Zone } from '../../../preferences/preferences.ts';
import { tickTexts, timeTicks } from '../time-axis.ts';
import { axisSteps, axisTexts } from '../unit-text.ts';
import { drawScene, type Extras, type Inks } from './draw.ts';
import { extentOf, type Scene, type Side } from './scene.ts';

/** All that is drawn. */
export interface Picture extends Extras {
  readonly scene: Scene;
  readonly from: number;
  readonly to: number;
  readonly zone: Zone;
}

/** uPlot gives canvas, scales and axes; what stands between the axes is drawn here, so that a gap is a gap. */
export interface PlotHandle {
  readonly root: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** The element that lies over the plotting area. */
  readonly over: HTMLElement;
  update(picture: Picture): void;
  resize(width: number, height: number): void;
  /** Draws the same anew, in the colours that the theme has by now. */
  redraw(): void;
  /** In pixels of the page, from the left of the plotting area. */
  xOf(time: number): number;
  timeOf(x: number): number;
  yOf(value: number, side: Side): number;
  destroy(): void;
}

const axisWidth = 62;

export interface PlotOptions {
  host: HTMLElement;
  width: number;
  height: number;
  picture: Picture;
  onDrawn: (stretches: Record<string, number>) => void;
}

export function createPlot({ host, width, height, picture: first, onDrawn }: PlotOptions): PlotHandle {
  let picture = first;
  let inks = inksOf(host);
  const [left, right] = first.scene.units;
  const plot = new uPlot(
    {
      width,
      height,
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      padding: [8, right === undefined ? 14 : 0, 0, 0],
      scales: {
        x: { time: false, range: () => [picture.from, picture.to] },
        left: { range: () => yRange(picture, 'left') },
        right: { range: () => yRange(picture, 'right') },
      },
      series: [{}, { scale: 'left', paths: () => null }, { scale: 'right', paths: () => null }],
      axes: [
        timeAxis(),
        valueAxis('left', left),
        ...(right === undefined ? [] : [valueAxis('right', right)]),
      ],
      hooks: {
        drawClear: [
          () => {
            inks = inksOf(host);
          },
        ],
        draw: [(self) => onDrawn(draw(self))],
      },
    },
    frame(),
    host,
  );

  function frame(): uPlot.AlignedData {
    return [
      [picture.from, picture.to],
      [null, null],
      [null, null],
    ];
  }

  function draw(self: uPlot): Record<string, number> {
    const { ctx, bbox: area } = self;
    const xScale = area.width / (picture.to - picture.from);
    ctx.font = fontOf(host, uPlot.pxRatio);
    return drawScene(
      {
        ctx,
        area,
        from: picture.from,
        to: picture.to,
        xOf: (time) => area.left + (time - picture.from) * xScale,
        yOf: (value, side) => self.valToPos(value, side, true),
        ratio: uPlot.pxRatio,
        inks,
      },
      picture.scene,
      picture,
    );
  }

  function timeAxis(): uPlot.Axis {
    return {
      scale: 'x',
      stroke: () => inks.text,
      font: fontOf(host, 1),
      size: 26,
      gap: 4,
      incrs: (_self, _axis, from, to) => [to - from],
      splits: (self, _axis, from, to) =>
        timeTicks(from, to, Math.max(2, self.bbox.width / uPlot.pxRatio / 74), picture.zone),
      values: (_self, ticks) => tickTexts(ticks, picture.zone),
      grid: { stroke: () => inks.grid, width: 1 },
      ticks: { stroke: () => inks.grid, width: 1, size: 4 },
    };
  }

  function valueAxis(side: Side, unit: Unit): uPlot.Axis {
    return {
      scale: side,
      side: side === 'left' ? 3 : 1,
      stroke: () => inks.text,
      font: fontOf(host, 1),
      size: axisWidth,
      gap: 4,
      space: 26,
      incrs: axisSteps(unit),
      values: (_self, ticks) => axisTexts(ticks, unit),
      grid: { show: side === 'left', stroke: () => inks.grid, width: 1 },
      ticks: { show: false },
    };
  }

  return {
    root: plot.root,
    canvas: plot.ctx.canvas,
    over: plot.over,
    update(next) {
      picture = next;
      plot.setData(frame());
    },
    resize: (newWidth, newHeight) => plot.setSize({ width: newWidth, height: newHeight }),
    redraw: () => plot.redraw(),
    xOf: (time) => plot.valToPos(time, 'x'),
    timeOf: (x) => plot.posToVal(x, 'x'),
    yOf: (value, side) => plot.valToPos(value, side),
    destroy: () => plot.destroy(),
  };
}

/** From zero, or from below it where a value is; a limit is in sight once a third of it is reached. */
function yRange({ scene, from, to, limit }: Picture, side: Side): [number, number] {
  const extent = extentOf(scene, side, from, to);
  if (extent === null) return [0, 1];
  const near = side === 'left' && limit !== undefined && extent.high > limit.value / 3 ? limit.value : 0;
  const high = Math.max(0, extent.high, near);
  const low = Math.min(0, extent.low);
  return high === low ? [low, low + 1] : [low * 1.05, high + 0.06 * (high - low)];
}

/** The host's own colours, which follow the theme: canvas knows no custom properties. */
function inksOf(host: HTMLElement): Inks {
  const style = getComputedStyle(host);
  return {
    text: style.color,
    grid: style.borderTopColor,
    paper: style.backgroundColor,
    warn: style.outlineColor,
  };
}

function fontOf(host: HTMLElement, ratio: number): string {
  const { fontFamily } = getComputedStyle(host);
  return `${12 * ratio}px ${fontFamily}`;
}
