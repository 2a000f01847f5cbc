import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Role } from '../../../src/contract/roles.ts';
import { addStaff } from '../../../src/core/database/install.ts';
import type { Community } from '../../support/community.ts';

export const firstPassword = 'First-Pass-1';

/** Someone of the test’s own on the staff, so that the four of the community stay as they are. */
export async function colleague(town: Community, role: Role): Promise<{ user: string; name: string }> {
  const user = `t${randomBytes(4).toString('hex')}`;
  const name = `Test ${user}`;
  await addStaff({ root: town.root, user, password: firstPassword, role, displayName: name });
  return { user, name };
}

/** Types an account and its password on the sign-in screen. */
export async function signInAs(page: Page, user: string, password: string): Promise<void> {
  await page.getByText('Sign in with another account').click();
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}
