import classes from './sign-in-panel.module.css';
import type { SignIn } from './use-sign-in.ts';

/** Why the last attempt did not sign in, and what to do. The place is always there, so that it is read out. */
export function Refused({ signIn }: { signIn: SignIn }) {
  const { result, failure } = signIn;
  return (
    <div role="alert" className={classes.alert}>
      {result?.outcome === 'refused' && (
        <div className={classes.refused}>
          <p>
            <strong>{result.message}</strong>
          </p>
          <p>{result.advice}</p>
        </div>
      )}
      {failure !== null && (
        <div className={classes.refused}>
          <p>{failure.message}</p>
        </div>
      )}
    </div>
  );
}
