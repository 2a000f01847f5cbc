import classes from './time-chart.module.css';

/** Before there is anything to draw: its place or, once that is known, why there is none. */
export function MissingChart({
  failed,
  title,
  height,
}: {
  failed: string | undefined;
  title: string;
  height: number;
}) {
  if (failed === undefined) {
    return (
      <div className={classes.skeleton} style={{ height }} role="status" aria-label={`Loading: ${title}`} />
    );
  }
  return (
    <div className={classes.instead} style={{ minHeight: height }} role="alert">
      {failed}
    </div>
  );
}

/** Nothing was read in the range: what the source says of it. */
export function EmptyChart({ height, notes }: { height: number; notes: readonly string[] }) {
  return (
    <div className={classes.instead} style={{ minHeight: height }}>
      <p>No readings in this range.</p>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
