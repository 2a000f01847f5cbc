import { Navigate } from '@tanstack/react-router';
import { homeOf, useSignedIn } from '../features/session/session-state.ts';

/** The bare address leads to where the person's role starts. */
export function HomeView() {
  const { person } = useSignedIn();
  return <Navigate to={`/${homeOf(person.role)}`} replace />;
}
