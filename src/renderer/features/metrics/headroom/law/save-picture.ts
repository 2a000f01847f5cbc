import { saveFile } from '../../../../components/charts/export/save-file.ts';
import { svgPng } from '../../../../components/charts/export/svg-png.ts';
import { lawFile } from './save-points.ts';

/** Saves the chart of the law as it is drawn just now, with what its lines mean. */
export async function saveLawPicture(figure: HTMLElement, title: string): Promise<void> {
  const svg = figure.querySelector<SVGSVGElement>('.recharts-wrapper > svg');
  if (svg === null) return;
  const legend = [...figure.querySelectorAll<HTMLElement>('.recharts-legend-item-text')].map((entry) => ({
    text: entry.textContent,
    colour: getComputedStyle(entry).color,
  }));
  const picture = await svgPng(figure, svg, title, legend);
  if (picture !== null) saveFile(lawFile('png'), picture);
}
