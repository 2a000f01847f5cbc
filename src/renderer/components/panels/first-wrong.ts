/** Puts the focus on the first field that is said to be wrong, once the fields say so. */
export function focusFirstWrong(fields: { readonly current: HTMLElement | null }): void {
  requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
