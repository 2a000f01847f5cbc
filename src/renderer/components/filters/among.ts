export interface Option {
  value: string;
  label: string;
}

/** The choices with the one that is chosen among them, though it may not be offered any more. */
export function among(
  options: readonly Option[],
  chosen: string | undefined,
  label = chosen,
): readonly Option[] {
  if (chosen === undefined || label === undefined || options.some(({ value }) => value === chosen))
    return options;
  return [...options, { value: chosen, label }];
}
