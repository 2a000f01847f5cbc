import { BadExpression } from '../api/api.ts';

export interface Filling {
  /** Seconds. */
  readonly step: number;
  readonly window: number;
  readonly range: number;
}

interface Piece {
  readonly given: string;
  readonly filled: string;
}

const placeholders: Record<string, keyof Filling> = {
  $step: 'step',
  $window: 'window',
  $range: 'range',
  $__interval: 'step',
  $__rate_interval: 'window',
  $__range: 'range',
};
// What is no placeholder is left as it is: a `$` also ends a pattern.
const shape = /\$(?:__rate_interval|__interval|__range|step|window|range)\b/g;

/** An expression with its placeholders filled. */
export function filled(expression: string, filling: Filling): string {
  return pieces(expression, filling)
    .map((it) => it.filled)
    .join('');
}

/** The same refusal with its place in the expression as it was typed, before its placeholders were filled. */
export function placedAsTyped(error: unknown, expression: string, filling: Filling): unknown {
  if (!(error instanceof BadExpression) || error.place === null) return error;
  const parts = pieces(expression, filling);
  const text = parts.map((it) => it.filled).join('');
  const place = placeAt(expression, givenOffset(parts, offsetAt(text, error.place)));
  return new BadExpression(error.words, place);
}

function pieces(expression: string, filling: Filling): Piece[] {
  const parts: Piece[] = [];
  let from = 0;
  for (const { 0: name, index } of expression.matchAll(shape)) {
    const between = expression.slice(from, index);
    parts.push({ given: between, filled: between });
    parts.push({ given: name, filled: `${filling[placeholders[name] ?? 'step']}s` });
    from = index + name.length;
  }
  const rest = expression.slice(from);
  return [...parts, { given: rest, filled: rest }];
}

function givenOffset(parts: readonly Piece[], offset: number): number {
  let given = 0;
  let past = 0;
  for (const part of parts) {
    if (offset < past + part.filled.length) {
      return given + (part.given === part.filled ? offset - past : 0);
    }
    given += part.given.length;
    past += part.filled.length;
  }
  return given + Math.max(0, offset - past);
}

function offsetAt(text: string, { line, column }: { line: number; column: number }): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, it) => sum + it.length + 1, 0) + column - 1;
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
