import type { TalkMessage } from '../../../../../contract/reports/case.ts';
import type { MemberId } from '../../../../../contract/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { MemberLink } from '../member-link.tsx';
import classes from './conversation.module.css';

/** A private conversation as far as a report laid it open: whose it is about at the right, the others at the left. */
export function Conversation({ talk, about }: { talk: readonly TalkMessage[]; about: MemberId | null }) {
  return (
    <ol className={classes.talk} aria-label="The conversation that was reported">
      {talk.map(({ id, authorId, author, at, body }, index) => (
        <li key={id} className={classes.message} data-about={authorId === about || undefined}>
          {talk[index - 1]?.authorId !== authorId && (
            <p className={classes.by}>
              <MemberLink id={authorId} name={author} />
              {authorId === about && <strong>reported</strong>}
            </p>
          )}
          <div className={classes.said}>
            <MemberText text={body} shape="block" />
            <span className={classes.when}>
              <Moment at={at} shape="stamp" />
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}
