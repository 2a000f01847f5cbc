import { expect, type Locator, type Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import type { Community } from '../../support/community.ts';
import type { Desk } from './desk.ts';

/** The page of one member, wherever it is shown. */
export function memberPage(page: Page, id: unknown): Locator {
  return page.getByRole('region', { name: `Member ${id}`, exact: true });
}

/** Goes to a member by address, and waits until the page can be acted on. */
export async function openMember(desk: Desk, id: unknown, more = '', page = desk.page): Promise<Locator> {
  await desk.goTo(`/members?id=${id}${more}`, page);
  const member = memberPage(page, id);
  await expect(member.getByRole('toolbar', { name: 'Actions' })).toBeVisible();
  return member;
}

/** Someone with nothing against them, never the same twice of one test if `after` is the last. */
export async function someoneFree({ sql }: Community, after = 100): Promise<number> {
  const [[row]] = await sql.query<RowDataPacket[]>(
    "SELECT id FROM caretaker_site.member WHERE status = 'active' AND id > ? ORDER BY id LIMIT 1",
    [after],
  );
  return Number(row?.id);
}

/** A member’s state as the site has it. */
export async function stateOf({ sql }: Community, id: number): Promise<RowDataPacket> {
  const [[row]] = await sql.query<RowDataPacket[]>(
    'SELECT nickname, status, muted_until, suspended_until, banned_at FROM caretaker_site.member WHERE id = ?',
    [id],
  );
  if (row === undefined) throw new Error(`there is no member ${id}`);
  return row;
}
