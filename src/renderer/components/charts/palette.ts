/** How a line is told from the others: by its colour, and by its dashes for who sees no colour. */
export interface Stroke {
  readonly colour: string;
  /** As canvas and SVG take it, in pixels; empty for a whole line. */
  readonly dash: readonly number[];
}

export type Theme = 'light' | 'dark';

/** In an order in which neighbours stay apart for people with each kind of colour-blindness; 3:1 to the background. */
export const palette: Record<Theme, readonly string[]> = {
  light: ['#1d6a5e', '#260a83', '#b27b1b', '#57132b', '#3190a1', '#712ea9', '#af2e1b', '#a065eb'],
  dark: ['#66bfae', '#f6de39', '#536de2', '#e89c2d', '#976f91', '#5cf6eb', '#b48ef9', '#c25621'],
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
