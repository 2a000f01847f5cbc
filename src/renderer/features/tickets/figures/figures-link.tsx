import { IconChartBar } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { keyMap } from '../../../keys/key-map.ts';
import classes from './figures-link.module.css';

/** The way from the desk to its figures. */
export function FiguresLink() {
  return (
    <Link
      to="/tickets/figures"
      className={classes.link}
      title={`How much is asked and how soon answered (${keyMap['tickets.figures'].keys[0]})`}
    >
      <IconChartBar size={16} stroke={1.7} aria-hidden /> Figures
    </Link>
  );
}
