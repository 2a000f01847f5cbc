import { expect, type Locator, type Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import type { Community } from '../../support/community.ts';
import { type Desk, signIn } from './desk.ts';

/** Signs in as the moderator, who starts at the reports, and goes to the members. */
export async function openMembers(desk: Desk): Promise<void> {
  await signIn(desk, 'moderator');
  await desk.goTo('/members');
  await desk.page.getByRole('searchbox').waitFor();
}

/** The rows of the members' list that are drawn. */
export function rowsOf(page: Page): Locator {
  return page.getByRole('grid', { name: 'Members' }).locator('tbody').getByRole('row');
}

/** Searches by typing, and waits until the words above the list say how that was understood. */
export async function search(page: Page, text: string, understood: string): Promise<void> {
  await page.getByRole('searchbox').fill(text);
  await expect(page.getByText(understood, { exact: true })).toBeVisible();
}

/** The first column of what a statement finds, as text. */
export async function column(
  { sql }: Pick<Community, 'sql'>,
  statement: string,
  values: unknown[] = [],
): Promise<string[]> {
  const [rows] = await sql.query<RowDataPacket[]>(statement, values);
  return rows.map((row) => String(Object.values(row)[0]));
}

/** The text of one cell in each row that is drawn: of the nickname, or of the column that a header names. */
export async function cellsOf(page: Page, header: string): Promise<string[]> {
  const headers = await page
    .getByRole('grid', { name: 'Members' })
    .getByRole('columnheader')
    .allTextContents();
  const index = headers.indexOf(header);
  expect(index, `the column ${header} among ${headers.join(', ')}`).toBeGreaterThan(0);
  return rowsOf(page)
    .locator(`td:nth-child(${index + 1})`)
    .allTextContents();
}

/** Selects the first rows of the list, by the keyboard. */
export async function selectFirst(page: Page, count: number): Promise<void> {
  await page.getByRole('grid', { name: 'Members' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  for (let row = 1; row < count; row++) await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText(`${count} selected`)).toBeVisible();
}
