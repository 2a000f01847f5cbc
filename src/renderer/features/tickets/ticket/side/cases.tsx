import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import type { OpenTicket } from '../ticket-queries.ts';
import classes from './side.module.css';

/** Cases that the ticket became: how they stand, as far as support may know. */
export function Cases({ cases }: { cases: OpenTicket['cases'] }) {
  if (cases.length === 0) return null;
  return (
    <section className={classes.part} aria-label="Cases made of it">
      <h3>Cases made of it</h3>
      <ul>
        {cases.map(({ caseId, state, outcome, at }) => (
          <li key={`${caseId} ${at}`} className={classes.case}>
            <span className={classes.state} data-state={state}>
              {caseId === null ? 'on its way' : state}
            </span>
            <span className={classes.subject}>
              {caseId !== null && `case ${caseId}`}
              {outcome !== null && (
                <>
                  : <MemberText text={outcome} />
                </>
              )}
            </span>
            <Moment at={at} shape="relative" />
          </li>
        ))}
      </ul>
    </section>
  );
}
