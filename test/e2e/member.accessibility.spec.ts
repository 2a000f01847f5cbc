import type { Locator } from '@playwright/test';
import type { Community } from '../support/community.ts';
import { expectAccessible } from './support/axe.ts';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { openMember, someoneFree } from './support/member.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`Everyone can use a member’s page, in the ${colorScheme} theme`, () => {
    test('its parts: sanctions, addresses, a note being written and one that is pinned', async ({
      openDesk,
      ownTown,
    }) => {
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      const { member } = await openSanctioned(desk, ownTown);
      await page.keyboard.press('p');
      await page.keyboard.press('a');
      await expect(member.getByRole('region', { name: 'IP addresses' })).toBeVisible();
      await page.keyboard.press('n');
      await page.keyboard.type('Seen before.');
      await page.keyboard.press('Control+Enter');
      const note = member.getByRole('region', { name: 'Notes' }).getByRole('listitem');
      await note.getByRole('button', { name: 'Pin the note on top' }).click();
      await expect(note.getByRole('button', { name: 'Unpin the note' })).toBeVisible();
      await note.getByRole('button', { name: 'Edit the note' }).click();
      await expectAccessible(page, 'a member with sanctions, notes and addresses');
    });

    test('the form of a decision: what is missing, and a member who changed meanwhile', async ({
      openDesk,
      ownTown,
    }) => {
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      const { member, id } = await openSanctioned(desk, ownTown);
      await member.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'Mute' }).click();
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('radio', { name: 'Date and time' }).check();
      await page.keyboard.press('Control+Enter');
      await expect(sheet.getByText('Say why, in at least three letters')).toBeVisible();
      await expectAccessible(page, 'a form with what is missing');
      await ownTown.sql.query(
        'UPDATE community_demo.users SET suspended_until = NULL, updated_at = UTC_TIMESTAMP(6) WHERE id = ?',
        [id],
      );
      await sheet.getByRole('button', { name: 'Spam or advertising' }).click();
      await page.keyboard.press('Control+Enter');
      await expect(sheet.getByRole('button', { name: 'I have looked, go on' })).toBeVisible();
      await expectAccessible(page, 'a member who changed meanwhile');
    });

    test('what was decided, with its undo, and a comment in its context', async ({ openDesk, ownTown }) => {
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      const { member } = await openSanctioned(desk, ownTown);
      await page.keyboard.press('a');
      await page.keyboard.press('r');
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('button', { name: 'Appeal accepted' }).click();
      await sheet.getByRole('textbox', { name: 'Reason' }).press('Control+Enter');
      await expect(page.getByRole('alert').getByRole('button', { name: 'Undo' })).toBeVisible();
      await expect(member.getByRole('region', { name: 'Decisions' }).getByRole('listitem')).toBeVisible();
      await expectAccessible(page, 'what was done, with its undo');
      await member
        .getByRole('button', { name: /^In context: comment/ })
        .first()
        .click();
      await expect(sheet.getByRole('article', { name: 'What you opened' })).toBeVisible();
      await expectAccessible(page, 'a comment in its context');
    });
  });
}

/** Someone muted and suspended who wrote a comment, their page open before a moderator. */
async function openSanctioned(desk: Desk, town: Community): Promise<{ member: Locator; id: number }> {
  const id = await someoneFree(town);
  await town.sql.query(
    `UPDATE community_demo.users SET muted_until = UTC_TIMESTAMP(6) + INTERVAL 9 DAY,
            suspended_until = UTC_TIMESTAMP(6) + INTERVAL 5 DAY WHERE id = ?`,
    [id],
  );
  await town.sql.query(
    `INSERT INTO community_demo.comments
       (user_id, commentable_type, commentable_id, body, created_at, updated_at)
     VALUES (?, 'Status', 1, 'Well, well', UTC_TIMESTAMP(), UTC_TIMESTAMP())`,
    [id],
  );
  await signIn(desk, 'moderator');
  return { member: await openMember(desk, id), id };
}
