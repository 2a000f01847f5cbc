import { latestOf, type Row } from '../plot/read-out.ts';
import type { Scene } from '../plot/scene.ts';

interface Caption {
  readonly title: string;
  /** Range, zone, units, step and age. */
  readonly lines: readonly string[];
  readonly scene: Scene;
  readonly from: number;
  readonly to: number;
}

const pad = 16;
const lineHeight = 20;

/** A picture of the drawing with its title, range and legend, as PNG; null where the browser makes none. */
export function chartPng(drawing: HTMLCanvasElement, caption: Caption): Promise<Blob | null> {
  const ratio = drawing.width / Math.max(1, drawing.clientWidth);
  const width = drawing.width / ratio + 2 * pad;
  const canvas = document.createElement('canvas');
  const ctx = canvas.getContext('2d');
  if (ctx === null) return Promise.resolve(null);
  const font = getComputedStyle(drawing).fontFamily;
  const [paper, ink, faint] = coloursOf(drawing);
  ctx.font = `13px ${font}`;
  const entries = laidOut(ctx, latestOf(caption.scene, caption.from, caption.to), width);
  const top = pad + 24 + caption.lines.length * lineHeight;
  const legendTop = top + drawing.height / ratio + 8;
  const height = legendTop + (entries.at(-1)?.row ?? 0) * lineHeight + lineHeight + pad;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = paper;
  ctx.fillRect(0, 0, width, height);
  ctx.textBaseline = 'top';
  ctx.fillStyle = ink;
  ctx.font = `600 16px ${font}`;
  ctx.fillText(caption.title, pad, pad);
  ctx.font = `13px ${font}`;
  ctx.fillStyle = faint;
  caption.lines.forEach((line, index) => {
    ctx.fillText(line, pad, pad + 24 + index * lineHeight);
  });
  ctx.drawImage(drawing, pad, top, drawing.width / ratio, drawing.height / ratio);
  for (const { row, x, text, of } of entries) {
    const y = legendTop + row * lineHeight;
    swatch(ctx, of, caption.scene.kind, x, y + 8);
    ctx.fillStyle = ink;
    ctx.fillText(text, x + 28, y);
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

interface Entry {
  readonly row: number;
  readonly x: number;
  readonly text: string;
  readonly of: Row;
}

/** Entries side by side, in as many rows as they need. */
function laidOut(ctx: CanvasRenderingContext2D, rows: readonly Row[], width: number): Entry[] {
  let [x, row] = [pad, 0];
  return rows.map((of) => {
    const change = of.change === null ? '' : `, ${of.change} to the week before`;
    const text = `${of.line.label}: ${of.text}${change}`;
    const length = 28 + ctx.measureText(text).width + 18;
    if (x > pad && x + length > width - pad) [x, row] = [pad, row + 1];
    const entry = { row, x, text, of };
    x += length;
    return entry;
  });
}

function swatch(
  ctx: CanvasRenderingContext2D,
  { line }: Row,
  kind: Scene['kind'],
  x: number,
  y: number,
): void {
  const { colour, dash } = line.stroke;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = kind === 'stacked' ? 10 : 2.4;
  ctx.setLineDash(kind === 'stacked' ? [] : [...dash]);
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + 22, y);
  ctx.stroke();
  ctx.restore();
}

/** Paper, ink and faint ink of the page that the drawing stands in. */
function coloursOf(drawing: HTMLElement): [string, string, string] {
  const host = drawing.closest<HTMLElement>('[data-chart-host]') ?? drawing;
  const style = getComputedStyle(host);
  const figure = getComputedStyle(host.closest('figure') ?? host);
  return [style.backgroundColor, figure.color, style.color];
}
