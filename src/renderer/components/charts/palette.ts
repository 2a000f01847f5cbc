/** How a line is told from the others: by its colour, and by its dashes for who sees no colour. */
export interface Stroke {
  readonly colour: string;
  /** As canvas and SVG take it, in pixels; empty for a whole line. */
  readonly dash: readonly number[];
}

export type Theme = 'light' | 'dark';

/** In an order in which neighbours stay apart for people with each kind of colour-blindness; 3:1 to the background. */
export const palette: Record<Theme, readonly string[]> = {
  light: ['#1d6a5e', '#b25a00', '#3f5fb8', '#a23a72', '#6b6a10', '#7a4fa8', '#0f7ea8', '#5c4033'],
  dark: ['#66bfae', '#f2b84b', '#8fa8ff', '#ff8fb8', '#b9c04a', '#c69cf0', '#58b8e8', '#c9a189'],
};

const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3]];

/** The line of the series at that place among those of its chart. */
export function strokeOf(place: number, theme: Theme): Stroke {
  const colours = palette[theme];
  return {
    colour: colours[place % colours.length] ?? '#808080',
    dash: dashes[(place + Math.floor(place / colours.length)) % dashes.length] ?? [],
  };
}
