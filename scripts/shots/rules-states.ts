import type { Page } from '@playwright/test';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** The rules for reports, with an administrator signed in. What is typed for the pictures is not saved. */
export async function rules(stage: Stage, camera: Camera): Promise<void> {
  const { page } = stage;
  await stage.goTo('/settings/reports');
  await page.getByRole('row', { name: 'Harassment' }).waitFor();
  await camera.take(page, 'policies');
  await page.getByRole('row', { name: 'Harassment' }).click();
  await page.getByRole('region', { name: 'Versions' }).getByRole('listitem').first().waitFor();
  await camera.take(page, 'policy');
  await policyForm(page, camera);
  await weights(stage, camera);
  await stage.goTo('/settings/reports?part=digits');
  await page.getByRole('row', { name: 'Hide and mute for a day' }).waitFor();
  await camera.take(page, 'digits');
  await page.getByRole('row', { name: 'Hide and mute for a day' }).click();
  await page.getByRole('dialog').waitFor();
  await camera.take(page, 'digit');
  await closed(page);
}

async function policyForm(page: Page, camera: Camera): Promise<void> {
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByRole('dialog').waitFor();
  await camera.take(page, 'policy-change');
  await page.getByLabel('Name', { exact: true }).fill('');
  await page.getByLabel('Reasons that mean it').fill('spam');
  await page
    .getByLabel('What the member is told', { exact: true })
    .fill('Hello {nickname}, see {link to the rule}.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Not saved:').waitFor();
  await camera.take(page, 'policy-errors');
  await closed(page);
}

async function weights({ page, goTo }: Stage, camera: Camera): Promise<void> {
  await goTo('/settings/reports?part=weights');
  await page.getByRole('region', { name: 'What comes first' }).getByRole('row').nth(1).waitFor();
  await camera.take(page, 'weights');
  await page.getByLabel('Reach', { exact: true }).fill('60');
  await page.getByLabel('Severity', { exact: true }).fill('0');
  await page.getByRole('region', { name: 'What would come first' }).waitFor();
  await camera.take(page, 'weights-tried');
  await page.getByRole('button', { name: 'Back to the saved ones' }).click();
}

async function closed(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
