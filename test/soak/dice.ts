export function oneOf<T>(from: readonly T[]): T | undefined {
  return from[Math.floor(Math.random() * from.length)];
}
