import type { Page } from '@playwright/test';
import { rootConnection } from '../../test/support/community.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

const teams = ['Members’ help', 'Night watch', 'Trust and Safety'];

/** One's own account and the staff, with an administrator signed in. What is made for the pictures is removed again. */
export async function settings(stage: Stage, camera: Camera): Promise<void> {
  const { page } = stage;
  await stage.goTo('/settings/account');
  await page.getByText('here, now').waitFor();
  await camera.take(page, 'account');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('Type the password that you have now').waitFor();
  await camera.take(page, 'account-errors');

  await stage.goTo('/settings/staff');
  await page.getByRole('button', { name: 'Teams' }).click();
  for (const team of teams) {
    await page.getByLabel('New team').fill(team);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `Rename ${team}` }).waitFor();
  }
  await camera.take(page, 'staff-teams');
  await closed(page);
  await addPerson(page, camera);
  await camera.take(page, 'staff');
  await page.getByRole('row', { name: 'Yusuf Demir' }).click();
  await page.getByRole('region', { name: 'Yusuf Demir' }).waitFor();
  await camera.take(page, 'staff-person');
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByRole('dialog').waitFor();
  await camera.take(page, 'staff-change');
  await closed(page);
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').waitFor();
  await camera.take(page, 'staff-remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Show former staff/ }).click();
  await camera.take(page, 'staff-former');
  await statements(stage, camera);
  await page.getByRole('button', { name: 'Teams' }).click();
  for (const team of teams) {
    await page.getByRole('button', { name: `Remove ${team}` }).click();
    await page.getByRole('button', { name: `Remove ${team}` }).waitFor({ state: 'detached' });
  }
  await closed(page);
}

async function addPerson(page: Page, camera: Camera): Promise<void> {
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('Account').fill('Not this');
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await page.getByText('Give the name').waitFor();
  await camera.take(page, 'staff-add-errors');
  await page.getByLabel('Account').fill('yusuf');
  await page.getByLabel('Name', { exact: true }).fill('Yusuf Demir');
  await page.getByLabel('Pseudonym').fill('Joe');
  await page.getByLabel('Night watch').check({ force: true });
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await page.getByText('This is shown once').waitFor();
  await camera.take(page, 'staff-password');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** As it is where the database's administrator makes the accounts, and put right again. */
async function statements({ page, demo, goTo }: Stage, camera: Camera): Promise<void> {
  const sql = await rootConnection({ host: demo.server.host, port: demo.server.port, ...demo.server.root });
  const installed = (makes: 0 | 1) =>
    sql.query(
      `CREATE OR REPLACE DEFINER = caretaker_owner@localhost VIEW caretaker_audit.installed AS
       SELECT 3 AS version, ${makes} AS makes_accounts, 0 AS requires_tls`,
    );
  await installed(0);
  try {
    await goTo('/settings/staff?person=sam');
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('button', { name: 'Get the statements' }).click();
    await page.getByLabel('Statements').waitFor();
    await camera.take(page, 'staff-statements');
    await closed(page);
  } finally {
    await installed(1);
    await sql.end();
  }
}

async function closed(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
