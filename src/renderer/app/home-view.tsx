import { Navigate } from '@tanstack/react-router';
import { useSignedIn, workspacesOf } from '../features/session/session-state.ts';

/** The bare address leads to where the person's role starts. */
export function HomeView() {
  const { person } = useSignedIn();
  const first = workspacesOf(person.role)[0];
  return <Navigate to={first === 'members' ? '/members' : '/record'} replace />;
}
