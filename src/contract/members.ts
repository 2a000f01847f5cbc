import { actions } from './members/actions.ts';
import { notes } from './members/notes.ts';
import { page } from './members/page.ts';
import { search } from './members/search.ts';

export const members = { ...search, ...page, ...actions, notes };
