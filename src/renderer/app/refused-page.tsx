import { Mark } from '../components/mark.tsx';
import classes from './splash.module.css';

/** The service answers, but this browser came without a link that still works. */
export function RefusedPage() {
  return (
    <main className={classes.page}>
      <Mark size={48} />
      <h1>This link was already used, or is from an earlier start</h1>
      <p>
        Each start of Caretaker makes one link that lets one browser in, once. So nobody else on this machine
        can come in by it.
      </p>
      <ol>
        <li>Look where Caretaker was started: it printed a line “Caretaker is ready”, with the link.</li>
        <li>If that link was opened before, stop Caretaker there with Ctrl-C and start it again.</li>
        <li>Open the new link in this browser. This page then continues by itself.</li>
      </ol>
    </main>
  );
}
