import { IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SavedView, Workspace } from '../../../../contract/views.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { useViews } from '../use-views.ts';
import classes from './views-column.module.css';

interface SavedViewsProps {
  workspace: Workspace;
  /** The link to one, around what it shows. */
  link: (view: SavedView, face: ReactNode) => ReactNode;
}

/** The saved views of a workspace, below the views that everyone has. */
export function SavedViews({ workspace, link }: SavedViewsProps) {
  const { views } = useViews(workspace);
  if (views.length === 0) return null;
  const name = `saved-views-of-${workspace}`;
  return (
    <section className={classes.saved} aria-labelledby={name}>
      <h2 id={name}>Saved</h2>
      <ul>
        {views.map((view) => (
          <li key={view.id}>
            {link(
              view,
              <>
                <span className={classes.label}>
                  <MemberText text={view.name} />
                </span>
                {view.shared && (
                  <IconUsers size={14} stroke={1.7} role="img" aria-label="shared with everyone" />
                )}
              </>,
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
