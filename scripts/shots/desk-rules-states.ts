import type { Page } from '@playwright/test';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** The rules for tickets, with an administrator signed in. What is typed for the pictures is not saved. */
export async function deskRules({ page, goTo }: Pick<Stage, 'page' | 'goTo'>, camera: Camera): Promise<void> {
  await goTo('/settings/tickets');
  await page.getByRole('row', { name: 'Password link' }).waitFor();
  await camera.take(page, 'macros');
  await page.getByRole('row', { name: 'Refund under way' }).click();
  await page.getByRole('region', { name: 'Refund under way' }).waitFor();
  await camera.take(page, 'macro');
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByRole('dialog').waitFor();
  await camera.take(page, 'macro-change');
  await page.getByLabel('Name', { exact: true }).fill('');
  await page.getByLabel('Text', { exact: true }).fill('Hello {nickname, we have sent back {amount}.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Not saved:').waitFor();
  await camera.take(page, 'macro-errors');
  await closed(page);
  await hours(page, goTo, camera);
  await targets(page, goTo, camera);
}

async function hours(page: Page, goTo: Stage['goTo'], camera: Camera): Promise<void> {
  await goTo('/settings/tickets?part=hours');
  await page.getByLabel('Monday').waitFor();
  await camera.take(page, 'hours');
  await page.getByLabel('Saturday').fill('');
  await page.getByLabel('Monday').fill('9-12:30, 13:30-18');
  for (const [day, name] of [
    ['2026-12-25', 'Christmas Day'],
    ['2027-01-01', 'New Year'],
  ] as const) {
    await page.getByLabel('Day', { exact: true }).fill(day);
    await page.getByRole('region', { name: 'Holidays' }).getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  }
  await page.getByText(/nearest deadlines|no deadline would move/).waitFor();
  await camera.take(page, 'hours-unsaved');
  await page.getByLabel('Tuesday').fill('from nine');
  await page.getByRole('button', { name: /^Save/ }).click();
  await page.getByText('something is wrong with: Tuesday').waitFor();
  await camera.take(page, 'hours-errors');
  await page.getByRole('button', { name: 'Back to the saved ones' }).click();
}

async function targets(page: Page, goTo: Stage['goTo'], camera: Camera): Promise<void> {
  await goTo('/settings/tickets?part=targets');
  await page.getByLabel('Urgent: first answer').waitFor();
  await camera.take(page, 'targets');
  await page.getByLabel('Urgent: first answer').fill('15 min');
  await page.getByLabel('Low: solution').fill('soon');
  await page.getByRole('button', { name: /^Save/ }).click();
  await page.getByText('something is wrong with: low, solution').waitFor();
  await camera.take(page, 'targets-errors');
  await page.getByRole('button', { name: 'Back to the saved ones' }).click();
}

async function closed(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
