import { expect, type Page } from '@playwright/test';

/**
 * Goes down an endless list by the keyboard until at least `count` rows were seen, and gives what each shows in a cell,
 * in the order of the list. Fails when the list ends or stands still before.
 */
export async function walkDown(page: Page, list: string, cell: string, count: number): Promise<string[]> {
  const grid = page.getByRole('grid', { name: list });
  const seen = new Map<number, string>();
  const activeRow = async () => (await grid.getAttribute('aria-activedescendant')) ?? '';
  await grid.focus();
  while (seen.size < count) {
    for (const [index, text] of await drawn(page, list, cell)) seen.set(index, text);
    const before = await activeRow();
    // At the end of what is loaded a key does nothing; it is pressed again when more is there.
    await expect(async () => {
      await page.keyboard.press('PageDown');
      await expect
        .poll(activeRow, { message: 'the row that the keyboard is on', timeout: 5000 })
        .not.toBe(before);
    }).toPass({ timeout: 30_000 });
  }
  const rows = [...seen].sort(([a], [b]) => a - b);
  expect(
    rows.map(([index]) => index),
    'rows without a gap',
  ).toEqual(rows.map((_, at) => at + 2));
  return rows.map(([, text]) => text);
}

/** The rows that are drawn now, by their place in the list. */
function drawn(page: Page, list: string, cell: string): Promise<[number, string][]> {
  return page
    .getByRole('grid', { name: list })
    .locator('tbody tr')
    .evaluateAll(
      (rows, selector) =>
        rows.map((row): [number, string] => [
          Number(row.ariaRowIndex),
          row.querySelector(selector)?.textContent ?? '',
        ]),
      cell,
    );
}
