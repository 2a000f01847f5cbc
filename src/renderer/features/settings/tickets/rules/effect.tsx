import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { calls } from '../../../../transport/client.ts';
import classes from './rules.module.css';
import { type RulesText, readRules } from './rules-text.ts';

const figure = new Intl.NumberFormat('en-GB');

/** What saving would do to the tickets that are to be answered. Nothing is changed by looking. */
export function Effect({ text }: { text: RulesText }) {
  const [settled] = useDebouncedValue(text, 250);
  const read = readRules(settled);
  const { data } = useQuery(
    calls.tickets.tryRules.queryOptions({
      input: read.ok ? { rules: read.rules } : skipToken,
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  );
  if (!read.ok || data === undefined) return null;
  const { looked, overdue, sooner, later } = data;
  return (
    <p role="status" className={classes.effect}>
      {looked === 0
        ? 'No ticket is to be answered: no deadline would move.'
        : `Of the ${figure.format(looked)} nearest deadlines, ${figure.format(sooner)} would come sooner and ${figure.format(later)} later; ${figure.format(overdue.after)} would be past, ${figure.format(overdue.before)} are now.`}
    </p>
  );
}
