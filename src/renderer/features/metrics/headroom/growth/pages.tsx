import { Button } from '@mantine/core';
import { useCommand } from '../../../../keys/commands.ts';
import classes from './growth.module.css';

interface PagesProps {
  /** From 0. */
  page: number;
  found: number;
  size: number;
  onPage: (page: number) => void;
}

/** `201–400 of 450`, and the ways to the others; nothing where all is on one page. */
export function Pages({ page, found, size, onPage }: PagesProps) {
  const last = Math.max(0, Math.ceil(found / size) - 1);
  const [hasBefore, hasNext] = [page > 0, page < last];
  useCommand('headroom.previous-page', () => onPage(page - 1), hasBefore);
  useCommand('headroom.next-page', () => onPage(page + 1), hasNext);
  if (last === 0 && page === 0) return null;
  return (
    <nav className={classes.pages} aria-label="Pages">
      <Button size="compact-xs" variant="default" disabled={!hasBefore} onClick={() => onPage(page - 1)}>
        Before
      </Button>
      <span>
        {page > last ? 'Nothing here' : `${page * size + 1}–${Math.min(found, (page + 1) * size)}`} of {found}
      </span>
      <Button size="compact-xs" variant="default" disabled={!hasNext} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </nav>
  );
}
