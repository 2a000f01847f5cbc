import classes from './initials.module.css';

/** A picture that nobody chose: initials on a colour made from the id. Pictures of members are never fetched. */
export function Initials({ id, name, size = 40 }: { id: string; name: string; size?: number }) {
  const hue = hueOf(id);
  return (
    <span
      className={classes.initials}
      style={{ width: size, height: size, fontSize: size * 0.4, '--hue': hue } as React.CSSProperties}
      aria-hidden
    >
      {initialsOf(name)}
    </span>
  );
}

/** Up to two letters or digits that start the words of a name; `·` where it has none. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '');
  return letters.join('').toUpperCase() || '·';
}

/** A hue in degrees, the same for the same id, spread evenly for neighbouring ones. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return Math.round((sum * 137.508) % 360);
}
