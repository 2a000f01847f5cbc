import classes from './row-skeletons.module.css';

const widths = [62, 48, 71, 55, 66, 43, 58, 69, 51, 64, 46, 60, 53, 67];

/** Rows that are on their way, for a first load. They appear after a moment, so that a fast answer shows none. */
export function RowSkeletons({
  label,
  count = 14,
  tall = false,
}: {
  label: string;
  count?: number;
  /** For rows of two lines. */
  tall?: boolean;
}) {
  return (
    <div className={classes.rows} role="status" aria-label={label} data-tall={tall || undefined}>
      {widths.slice(0, count).map((width) => (
        <div key={width} className={classes.row} aria-hidden>
          <span style={{ width: `${width / 3}%` }} />
          <span style={{ width: '8%' }} />
          <span style={{ width: `${width / 2.4}%` }} />
        </div>
      ))}
    </div>
  );
}
