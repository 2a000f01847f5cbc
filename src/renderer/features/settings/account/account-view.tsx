import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useStaff } from '../use-staff.ts';
import classes from './account-view.module.css';
import { Choices } from './choices.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { PasswordForm } from './password-form.tsx';
import { You } from './you.tsx';

/** One's own account: who one is, the password, how this computer shows things, and where one is signed in. */
export function AccountView() {
  const staff = useStaff();
  return (
    <div className={classes.view}>
      <div className={classes.columns}>
        <section aria-labelledby="account-you">
          <h2 id="account-you">You</h2>
          {staff.data !== undefined ? (
            <You staff={staff.data} />
          ) : staff.isError ? (
            <FailurePanel error={staff.error} what="your account" onRetry={() => void staff.refetch()} />
          ) : staff.isPaused ? (
            <WaitingPanel what="your account" />
          ) : (
            <RowSkeletons label="Loading your account" count={5} />
          )}
        </section>
        <section aria-labelledby="account-computer">
          <h2 id="account-computer">On this computer</h2>
          <Choices />
        </section>
        <section aria-labelledby="account-password">
          <h2 id="account-password">Password</h2>
          <PasswordForm />
        </section>
        <section aria-labelledby="account-sessions">
          <h2 id="account-sessions">Where you are signed in</h2>
          <OwnSessions />
        </section>
      </div>
    </div>
  );
}
