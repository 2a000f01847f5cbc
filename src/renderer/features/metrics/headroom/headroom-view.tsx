import { getRouteApi, Link } from '@tanstack/react-router';
import { useCommand } from '../../../keys/commands.ts';
import { keyTitle } from '../../../keys/key-title.ts';
import links from '../parts.module.css';
import { CalendarPart } from './calendar/calendar-part.tsx';
import { GrowthPart } from './growth/growth-part.tsx';
import classes from './headroom.module.css';
import { type HeadroomPart, headroomParts, parseHeadroomAddress } from './headroom-address.ts';
import { IndexesPart } from './indexes/indexes-part.tsx';
import { LawPart } from './law/law-part.tsx';

const route = getRouteApi('/metrics/headroom');

const labels: Record<HeadroomPart, string> = {
  law: 'Law',
  calendar: 'Calendar',
  growth: 'Growth',
  indexes: 'Indexes',
};

const views: Record<HeadroomPart, () => React.ReactNode> = {
  law: LawPart,
  calendar: CalendarPart,
  growth: GrowthPart,
  indexes: IndexesPart,
};

/** How much more the database can take, until when, and what room could be won. */
export function HeadroomView() {
  const { part = 'law' } = route.useSearch();
  const View = views[part];
  return (
    <div className={classes.view}>
      <h1 className="unseen">Headroom: {labels[part]}</h1>
      <nav aria-label="Headroom" className={`${links.parts} ${classes.places}`}>
        {headroomParts.map((it) => (
          <PartLink key={it} part={it} isChosen={it === part} />
        ))}
      </nav>
      <View />
    </div>
  );
}

function PartLink({ part, isChosen }: { part: HeadroomPart; isChosen: boolean }) {
  const navigate = route.useNavigate();
  const command = `headroom.${part}` as const;
  const address = part === 'law' ? undefined : part;
  useCommand(command, () => void navigate({ search: (before) => ({ ...before, part: address }) }));
  return (
    <Link
      to="/metrics/headroom"
      search={(before: Record<string, unknown>) => parseHeadroomAddress({ ...before, part: address })}
      className={links.part}
      data-chosen={isChosen || undefined}
      aria-current={isChosen ? 'page' : undefined}
      title={keyTitle(command, labels[part])}
    >
      {labels[part]}
    </Link>
  );
}
