/** A chart is compared with what was a week before, in seconds. */
export const weekSeconds = 7 * 86_400;
