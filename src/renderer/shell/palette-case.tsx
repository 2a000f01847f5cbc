import { Spotlight } from '@mantine/spotlight';
import { IconFlag } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { MemberText } from '../components/text/member-text.tsx';
import { useSignedIn, workspacesOf } from '../features/session/session-state.ts';
import { calls } from '../transport/client.ts';
import { failureOf } from '../transport/failure.ts';
import { caseNamed } from './case-named.ts';
import classes from './palette-overlay.module.css';

/** The case that a query names by its number: “case 123”, “#123”. `onFound` runs when it is there to be chosen. */
export function PaletteCase({ query, onFound }: { query: string; onFound: () => void }) {
  const { person } = useSignedIn();
  const navigate = useNavigate();
  const caseId = workspacesOf(person.role).includes('reports') ? caseNamed(query) : null;
  const found = useQuery(
    calls.reports.rows.queryOptions({ input: caseId === null ? skipToken : { caseIds: [caseId] } }),
  );
  const row = found.data?.rows[0];
  const tell = useEffectEvent(onFound);
  useEffect(() => {
    if (row !== undefined) tell();
  }, [row]);
  if (caseId === null) return null;
  const news = found.isError
    ? failureOf(found.error).message
    : found.data === undefined
      ? 'Looking for the case…'
      : row === undefined
        ? `There is no case ${caseId}`
        : '';
  return (
    <section aria-label="Cases" className={classes.group}>
      <h3>Cases</h3>
      <p role="status" className={news === '' ? 'unseen' : classes.news}>
        {news === '' ? '1 case found' : news}
      </p>
      {row !== undefined && (
        <Spotlight.Action
          className={classes.action}
          onClick={() => void navigate({ to: '/reports', search: { case: row.id } })}
        >
          <IconFlag size={18} stroke={1.6} aria-hidden />
          <span className={classes.name}>
            <MemberText text={row.excerpt === '' ? `Case ${row.id}` : row.excerpt} />
          </span>
          <span className={classes.aside}>
            {row.policy}, {row.state}
          </span>
          <span className={classes.aside}>{row.id}</span>
        </Spotlight.Action>
      )}
    </section>
  );
}
