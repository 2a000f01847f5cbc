import { expect, type Locator, type Page } from '@playwright/test';
import type { TicketId } from '../../../src/contract/tickets/values.ts';

/** The rows of the list of tickets that are drawn. */
export function ticketRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Tickets' }).locator('tbody').getByRole('row');
}

/** The row of a ticket, by the box that selects it. */
export function ticketRow(page: Page, id: TicketId): Locator {
  return ticketRows(page).filter({
    has: page.getByRole('checkbox', { name: `Select ticket ${id}`, exact: true }),
  });
}

/** The numbers of the tickets that are drawn, in their order. */
export async function shownTickets(page: Page): Promise<string[]> {
  const boxes = ticketRows(page).getByRole('checkbox');
  const labels = await boxes.evaluateAll((all) => all.map((box) => box.getAttribute('aria-label') ?? ''));
  return labels.map((label) => label.replace('Select ticket ', ''));
}

/** The number of the ticket that is open; empty while none is. */
export function openTicketId(page: Page): string {
  return new URL(page.url()).searchParams.get('ticket') ?? '';
}

/** The column of views. */
export function views(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Views of the desk' });
}

/** Selects the first rows of the list, by the keyboard. */
export async function selectFirst(page: Page, count: number): Promise<void> {
  await page.getByRole('grid', { name: 'Tickets' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  for (let row = 1; row < count; row++) await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText(`${count} selected`)).toBeVisible();
}
