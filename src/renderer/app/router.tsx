import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { parseMembersAddress } from '../features/members/members-address.ts';
import { parseRecordAddress } from '../features/record/record-address.ts';
import { FailedView } from './failed-view.tsx';
import { HomeView } from './home-view.tsx';
import { NotFoundView } from './not-found-view.tsx';
import { RootView } from './root-view.tsx';

const rootRoute = createRootRoute({ component: RootView, notFoundComponent: NotFoundView });

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomeView });

const membersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/members',
  validateSearch: parseMembersAddress,
  component: lazyRouteComponent(() => import('../features/members/members-view.tsx'), 'MembersView'),
});

const recordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/record',
  validateSearch: parseRecordAddress,
  component: lazyRouteComponent(() => import('../features/record/record-view.tsx'), 'RecordView'),
});

// The file's own name, by which a desktop window may have been opened.
const fileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/index.html',
  beforeLoad: () => {
    throw redirect({ to: '/' });
  },
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([homeRoute, membersRoute, recordRoute, fileRoute]),
  defaultPreload: 'intent',
  defaultErrorComponent: FailedView,
  // Plain text in the address, so that an id stays an id and a link can be read and typed.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
