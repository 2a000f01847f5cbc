import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

/** Facts below one another, their names at the left: each child is a div of a dt and a dd. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}
