import { UserName } from '../../../../contract/values.ts';

/** What the address of the staff holds: the person who is open, and whether former staff are listed. */
export interface StaffAddress {
  person?: string | undefined;
  former?: 'shown' | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseStaffAddress(search: Record<string, unknown>): StaffAddress {
  const address: StaffAddress = {};
  const person = UserName.safeParse(search.person);
  if (person.success) address.person = person.data;
  if (search.former === 'shown') address.former = 'shown';
  return address;
}
