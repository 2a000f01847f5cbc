const pad = 16;
const lineHeight = 20;
const titleHeight = 28;
/** Sharp enough to be printed. */
const ratio = 2;

/** What a drawing has from the page's style sheets, and would lose on its own. */
const styles = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

interface LegendEntry {
  readonly text: string;
  readonly colour: string;
}

/** A picture of a figure's SVG, as it stands in the page, with a title and its legend, as PNG; null where the browser makes none. */
export async function svgPng(
  figure: HTMLElement,
  svg: SVGSVGElement,
  title: string,
  legend: readonly LegendEntry[],
): Promise<Blob | null> {
  const { width, height } = svg.getBoundingClientRect();
  const drawing = new Image();
  drawing.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standingAlone(svg, width, height))}`;
  await drawing.decode();

  const canvas = document.createElement('canvas');
  canvas.width = Math.round((width + 2 * pad) * ratio);
  canvas.height = Math.round((height + titleHeight + legend.length * lineHeight + 2 * pad) * ratio);
  const ctx = canvas.getContext('2d');
  if (ctx === null) return null;
  const { color, fontFamily } = getComputedStyle(figure);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = getComputedStyle(document.body).backgroundColor;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.textBaseline = 'top';
  ctx.fillStyle = color;
  ctx.font = `600 16px ${fontFamily}`;
  ctx.fillText(title, pad, pad);
  ctx.drawImage(drawing, pad, pad + titleHeight, width, height);
  ctx.font = `13px ${fontFamily}`;
  for (const [index, { text, colour }] of legend.entries()) {
    const y = pad + titleHeight + height + index * lineHeight;
    ctx.fillStyle = colour;
    ctx.fillRect(pad, y + 4, 14, 8);
    ctx.fillStyle = color;
    ctx.fillText(text, pad + 22, y);
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** The text of the SVG with all that it takes from the page written into it. */
function standingAlone(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  for (const [index, part] of [...copy.querySelectorAll('*')].entries()) {
    const original = originals[index];
    if (original === undefined) continue;
    const computed = getComputedStyle(original);
    for (const name of styles) part.setAttribute(name, computed.getPropertyValue(name));
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}
