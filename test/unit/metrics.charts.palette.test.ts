import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { palette, strokeOf, type Theme } from '../../src/renderer/components/charts/palette.ts';

type Triple = readonly [number, number, number];

/** Machado, Oliveira and Fernandes (2009), severity 1.0, over linear light. */
const blindness = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, readonly Triple[]>;

const eyes: Record<string, (light: Triple) => Triple> = {
  'full sight': (light) => light,
  ...Object.fromEntries(
    Object.entries(blindness).map(([name, rows]) => [
      name,
      (light: Triple) =>
        rows.map((row) =>
          clamped(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]),
        ) as unknown as Triple,
    ]),
  ),
};

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function lightOf(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

/** OKLab (Ottosson, 2020), lightness 0 to 1. */
function oklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** A hundredth of it is about what can just be told apart side by side. */
function distance(a: string, b: string, eye: (light: Triple) => Triple): number {
  const [first, second] = [oklab(eye(lightOf(a))), oklab(eye(lightOf(b)))];
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

function contrast(a: string, b: string): number {
  const [first, second] = [a, b].map((hex) => {
    const [red, green, blue] = lightOf(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }) as [number, number];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** The papers that a chart may lie on, from the tokens of the theme. */
function papers(theme: Theme): string[] {
  const css = readFileSync('src/renderer/styles/tokens.css', 'utf8');
  return ['surface', 'canvas', 'raised'].map((name) => {
    const found = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css);
    return found?.[theme === 'light' ? 1 : 2] ?? `no ${name}`;
  });
}

describe.each(['light', 'dark'] as const)('the lines of a chart in the %s theme', (theme) => {
  const colours = palette[theme];

  it.each(Object.entries(eyes))('are told apart with %s: neighbours well, all others too', (_name, eye) => {
    for (const [place, colour] of colours.entries()) {
      const next = colours[(place + 1) % colours.length] ?? '';
      expect(distance(colour, next, eye), `${colour} and ${next}`).toBeGreaterThan(0.15);
      for (const other of colours.slice(place + 1)) {
        expect(distance(colour, other, eye), `${colour} and ${other}`).toBeGreaterThan(0.1);
      }
    }
  });

  it('stand out from every paper at 3:1', () => {
    for (const paper of papers(theme)) {
      expect(paper).toMatch(/^#/);
      for (const colour of colours)
        expect(contrast(colour, paper), `${colour} on ${paper}`).toBeGreaterThan(3);
    }
  });

  it('differ by their dashes too, and no two of thirty-two are the same', () => {
    const strokes = Array.from({ length: 32 }, (_, place) => strokeOf(place, theme));
    expect(new Set(strokes.map((stroke) => JSON.stringify(stroke))).size).toBe(32);
    for (const [place, stroke] of strokes.entries()) {
      expect(stroke.dash).not.toEqual(strokes[place + 1]?.dash);
    }
  });
});
