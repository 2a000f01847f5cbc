import type { Marker } from '../../../../contract/metrics/values.ts';
import { drawnStretches, type Readings, seenStretches } from '../series/readings.ts';
import type { Scene, SceneLine, Side } from './scene.ts';

/** The canvas and what its pixels mean. */
export interface Sheet {
  readonly ctx: CanvasRenderingContext2D;
  /** The plotting area, in canvas pixels. */
  readonly area: { left: number; top: number; width: number; height: number };
  readonly from: number;
  readonly to: number;
  readonly xOf: (time: number) => number;
  readonly yOf: (value: number, side: Side) => number;
  /** Canvas pixels in a pixel of the page. */
  readonly ratio: number;
  readonly inks: Inks;
}

export interface Inks {
  readonly text: string;
  readonly grid: string;
  readonly paper: string;
  readonly warn: string;
}

export interface Extras {
  readonly markers: readonly Marker[];
  readonly limit: { value: number; label: string } | undefined;
}

/** Draws the series and what is laid over them. Gives how many stretches each line was drawn in, by name. */
export function drawScene(sheet: Sheet, scene: Scene, { markers, limit }: Extras): Record<string, number> {
  const { ctx, area } = sheet;
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  const drawn = scene.kind === 'stacked' ? drawStack(sheet, scene) : drawLines(sheet, scene);
  if (limit !== undefined) drawLimit(sheet, limit);
  for (const marker of markers) drawMarker(sheet, marker);
  ctx.restore();
  return drawn;
}

function drawLines(sheet: Sheet, { lines }: Scene): Record<string, number> {
  for (const line of lines) if (line.band !== null) fillBand(sheet, line);
  for (const { before, side, stroke } of lines) {
    if (before !== null)
      strokeReadings(sheet, before, side, { colour: stroke.colour, dash: [4, 4], width: 1.2, alpha: 0.75 });
  }
  return Object.fromEntries(
    lines.map(({ name, drawn, side, stroke }) => [
      name,
      strokeReadings(sheet, drawn, side, { ...stroke, width: 1.8, alpha: 1 }),
    ]),
  );
}

/** From the top down, each layer over the foot of the one above; a line of paper between them tells them apart. */
function drawStack(sheet: Sheet, { lines, totalBefore }: Scene): Record<string, number> {
  const counts = lines.toReversed().map(({ name, drawn, side, stroke }) => {
    const stretches = stretchesOf(sheet, drawn);
    const foot = sheet.yOf(0, side);
    sheet.ctx.fillStyle = stroke.colour;
    for (const stretch of stretches) {
      const path = new Path2D();
      trace(sheet, path, drawn, side, stretch);
      path.lineTo(
        sheet.xOf(drawn.at[stretch.at(-1) ?? 0] ?? 0) + (stretch.length === 1 ? sheet.ratio : 0),
        foot,
      );
      path.lineTo(sheet.xOf(drawn.at[stretch[0] ?? 0] ?? 0), foot);
      sheet.ctx.fill(path);
    }
    strokeReadings(sheet, drawn, side, { colour: sheet.inks.paper, dash: [], width: 1, alpha: 1 });
    return [name, stretches.length] as const;
  });
  if (totalBefore !== null) {
    strokeReadings(sheet, totalBefore, 'left', {
      colour: sheet.inks.text,
      dash: [4, 4],
      width: 1.4,
      alpha: 1,
    });
  }
  return Object.fromEntries(counts);
}

interface Pen {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly width: number;
  readonly alpha: number;
}

function strokeReadings(sheet: Sheet, readings: Readings, side: Side, pen: Pen): number {
  const { ctx, ratio } = sheet;
  const stretches = stretchesOf(sheet, readings);
  const path = new Path2D();
  for (const stretch of stretches) trace(sheet, path, readings, side, stretch);
  ctx.save();
  ctx.globalAlpha = pen.alpha;
  ctx.strokeStyle = pen.colour;
  ctx.lineWidth = pen.width * ratio;
  ctx.lineJoin = 'round';
  ctx.setLineDash(pen.dash.map((length) => length * ratio));
  ctx.stroke(path);
  ctx.restore();
  return stretches.length;
}

/** About one bucket, of three points, a pixel of the page. */
function stretchesOf({ area, ratio, from, to }: Sheet, readings: Readings): number[][] {
  return drawnStretches(readings, from, to, Math.ceil((3 * area.width) / ratio));
}

/** The line of one stretch; a reading that stands alone is a short stroke. */
function trace(
  sheet: Sheet,
  path: Path2D,
  { at, values }: Readings,
  side: Side,
  stretch: readonly number[],
): void {
  let first = true;
  for (const index of stretch) {
    const x = sheet.xOf(at[index] ?? 0);
    const y = sheet.yOf(values[index] ?? 0, side);
    if (first) path.moveTo(x, y);
    else path.lineTo(x, y);
    if (stretch.length === 1) path.lineTo(x + 2 * sheet.ratio, y);
    first = false;
  }
}

/** The lowest and the highest of each column of pixels, filled between. */
function fillBand(sheet: Sheet, { band, side, stroke }: SceneLine): void {
  if (band === null) return;
  const path = new Path2D();
  for (const stretch of seenStretches(band.low, sheet.from, sheet.to)) {
    const columns = columnsOf(sheet, band, side, stretch);
    const [first] = columns;
    if (first === undefined) continue;
    path.moveTo(first.x, first.top);
    for (const { x, top } of columns) path.lineTo(x, top);
    for (const { x, bottom } of columns.toReversed()) path.lineTo(x, bottom);
    path.closePath();
  }
  sheet.ctx.save();
  sheet.ctx.globalAlpha = 0.2;
  sheet.ctx.fillStyle = stroke.colour;
  sheet.ctx.fill(path);
  sheet.ctx.restore();
}

function columnsOf(
  sheet: Sheet,
  band: NonNullable<SceneLine['band']>,
  side: Side,
  { begin, end }: { begin: number; end: number },
): { x: number; top: number; bottom: number }[] {
  const columns: { x: number; top: number; bottom: number }[] = [];
  for (let index = begin; index < end; index += 1) {
    const x = sheet.xOf(band.low.at[index] ?? 0);
    const top = sheet.yOf(band.high.values[index] ?? 0, side);
    const bottom = sheet.yOf(band.low.values[index] ?? 0, side);
    const last = columns.at(-1);
    if (last !== undefined && Math.floor(last.x) === Math.floor(x)) {
      last.top = Math.min(last.top, top);
      last.bottom = Math.max(last.bottom, bottom);
    } else columns.push({ x, top, bottom });
  }
  return columns;
}

function drawLimit(
  { ctx, area, yOf, ratio, inks }: Sheet,
  { value, label }: NonNullable<Extras['limit']>,
): void {
  const y = yOf(value, 'left');
  ctx.save();
  ctx.strokeStyle = inks.warn;
  ctx.fillStyle = inks.warn;
  ctx.lineWidth = 1.2 * ratio;
  ctx.setLineDash([8 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(area.left, y);
  ctx.lineTo(area.left + area.width, y);
  ctx.stroke();
  ctx.textAlign = 'right';
  ctx.textBaseline = y - area.top < 16 * ratio ? 'top' : 'bottom';
  ctx.fillText(label, area.left + area.width - 4 * ratio, y + (y - area.top < 16 * ratio ? 3 : -2) * ratio);
  ctx.restore();
}

function drawMarker({ ctx, area, xOf, ratio, inks }: Sheet, { at }: Marker): void {
  const x = Math.round(xOf(at)) + 0.5;
  ctx.save();
  ctx.strokeStyle = inks.text;
  ctx.fillStyle = inks.text;
  ctx.lineWidth = ratio;
  ctx.setLineDash([ratio, 2 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, area.top);
  ctx.lineTo(x, area.top + area.height);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x - 4 * ratio, area.top);
  ctx.lineTo(x + 4 * ratio, area.top);
  ctx.lineTo(x, area.top + 6 * ratio);
  ctx.fill();
  ctx.restore();
}
