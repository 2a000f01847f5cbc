import { useEffect, useState } from 'react';
import { Mark } from '../components/mark.tsx';
import { type LineState, serviceGone } from '../transport/line.ts';
import classes from './splash.module.css';

/** Before the first word from the core: nothing at first, then the mark, and after a second what is wrong. */
export function Splash({ line }: { line: LineState }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 900);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={classes.splash}>
      <Mark size={56} />
      <p role="status">{late && line.state !== 'up' ? serviceGone : ''}</p>
    </main>
  );
}
