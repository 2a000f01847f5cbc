import { IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CaseId } from '../../../../../../contract/reports/values.ts';
import { MemberText } from '../../../../../components/text/member-text.tsx';
import { calls } from '../../../../../transport/client.ts';
import { failureOf } from '../../../../../transport/failure.ts';
import classes from './media.module.css';
import { useMediaGuards } from './use-media-guards.ts';

interface MediaProps {
  caseId: CaseId;
  url: string;
  /** What it is, for those who do not see it: “The photo that was reported”. */
  label: string;
}

/** A picture or film of evidence, softened by the person's switches. It is fetched by the core, never by this page. */
export function Media({ caseId, url, label }: MediaProps) {
  const answer = useQuery(
    calls.reports.media.queryOptions({
      input: { caseId, url },
      // What was kept does not change; it is let go soon, since films are large.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    }),
  );
  const failure = answer.isError ? failureOf(answer.error) : null;
  return (
    <figure className={classes.media}>
      {answer.data !== undefined ? (
        <Shown type={answer.data.type} data={answer.data.data} label={label} />
      ) : failure !== null ? (
        <div className={classes.missing} role="alert">
          <IconPhotoOff size={20} stroke={1.5} aria-hidden />
          <p>{failure.message}</p>
          {failure.code === 'UNAVAILABLE' && (
            <button type="button" className={classes.again} onClick={() => void answer.refetch()}>
              Try again
            </button>
          )}
        </div>
      ) : answer.isPaused ? (
        <div className={classes.missing}>Shown when there is an answer again.</div>
      ) : (
        <div className={classes.loading} role="status" aria-label="Loading the picture" />
      )}
      <figcaption className={classes.address}>
        <MemberText text={url} />
      </figcaption>
    </figure>
  );
}

function Shown({ type, data, label }: { type: string; data: Blob; label: string }) {
  const source = useObjectUrl(data);
  const [broken, setBroken] = useState(false);
  const { on } = useMediaGuards();
  const soft = {
    'data-blur': on.includes('blur') || undefined,
    'data-grey': on.includes('grey') || undefined,
  };
  const [kind] = type.split('/');
  if (source === null) return <div className={classes.loading} />;
  if (broken || (kind !== 'image' && kind !== 'video' && kind !== 'audio')) {
    return (
      <div className={classes.missing}>
        <IconPhotoOff size={20} stroke={1.5} aria-hidden />
        <p>
          {broken
            ? 'This cannot be drawn: it may be damaged.'
            : `This is of a kind that is not shown: ${type}.`}
        </p>
      </div>
    );
  }
  return (
    <div className={classes.frame}>
      {kind === 'image' ? (
        <img {...soft} className={classes.shown} src={source} alt={label} onError={() => setBroken(true)} />
      ) : (
        // Members' films come without captions; what is said in them is for the moderator to hear.
        <video
          {...soft}
          className={classes.shown}
          src={source}
          aria-label={label}
          controls
          muted={on.includes('mute')}
          onError={() => setBroken(true)}
        />
      )}
    </div>
  );
}

/** An address of bytes for as long as they are shown. */
function useObjectUrl(data: Blob): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(data);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  return address;
}
