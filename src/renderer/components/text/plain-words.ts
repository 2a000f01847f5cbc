/** A site’s own name for a kind or verb, made readable: `group_post` becomes “group post”. */
export function plainWords(name: string): string {
  return name.replaceAll(/[_-]+/g, ' ').trim();
}
