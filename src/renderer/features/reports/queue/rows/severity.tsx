import classes from './severity.module.css';

const grades = [1, 2, 3, 4, 5] as const;

/** How grave what a policy names is: so many of five bars. */
export function Severity({ value }: { value: number }) {
  return (
    <span
      className={classes.bars}
      role="img"
      aria-label={`severity ${value} of 5`}
      title={`severity ${value} of 5`}
    >
      {grades.map((grade) => (
        <span key={grade} data-on={grade <= value || undefined} data-grave={value >= 4 || undefined} />
      ))}
    </span>
  );
}
