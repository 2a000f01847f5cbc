import type { ReactNode } from 'react';
import classes from './rule-parts.module.css';

interface RulePartsProps {
  /** What the links lead through. */
  label: string;
  links: ReactNode;
  children: ReactNode;
}

/** Rules in parts: the links to them, and below the one that is shown. */
export function RuleParts({ label, links, children }: RulePartsProps) {
  return (
    <div className={classes.view}>
      <nav className={classes.parts} aria-label={label}>
        {links}
      </nav>
      {children}
    </div>
  );
}

/** What a link to a part has, whichever rules it is of. */
export function partLink({ label, keys }: { label: string; keys: string }, chosen: boolean) {
  return {
    className: classes.part,
    'data-chosen': chosen || undefined,
    'aria-current': chosen ? 'page' : undefined,
    // Which is shown is told here: to a link, the first part leads to all the others too.
    activeOptions: { exact: true, includeSearch: true },
    activeProps: {},
    title: `${label} (${keys})`,
    children: label,
  } as const;
}
