import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { parseMembersAddress } from '../features/members/members-address.ts';
import { parseRecordAddress } from '../features/record/record-address.ts';
import { parseReportsAddress } from '../features/reports/reports-address.ts';
import { parseRulesAddress } from '../features/settings/reports/rules-address.ts';
import { parseStaffAddress } from '../features/settings/staff/staff-address.ts';
import { parseDeskRulesAddress } from '../features/settings/tickets/desk-rules-address.ts';
import { parseFiguresAddress } from '../features/tickets/figures/figures-address.ts';
import { parseTicketsAddress } from '../features/tickets/tickets-address.ts';
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

const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  validateSearch: parseReportsAddress,
  component: lazyRouteComponent(() => import('../features/reports/reports-view.tsx'), 'ReportsView'),
});

const ticketsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tickets',
  validateSearch: parseTicketsAddress,
  component: lazyRouteComponent(() => import('../features/tickets/tickets-view.tsx'), 'TicketsView'),
});

const figuresRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tickets/figures',
  validateSearch: parseFiguresAddress,
  component: lazyRouteComponent(() => import('../features/tickets/figures/figures-view.tsx'), 'FiguresView'),
});

const recordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/record',
  validateSearch: parseRecordAddress,
  component: lazyRouteComponent(() => import('../features/record/record-view.tsx'), 'RecordView'),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-view.tsx'), 'SettingsView'),
});

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/account', replace: true });
  },
});

const accountRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/settings/account/account-view.tsx'), 'AccountView'),
});

const staffRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/staff',
  validateSearch: parseStaffAddress,
  component: lazyRouteComponent(() => import('../features/settings/staff/staff-view.tsx'), 'StaffView'),
});

const rulesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/reports',
  validateSearch: parseRulesAddress,
  component: lazyRouteComponent(() => import('../features/settings/reports/rules-view.tsx'), 'RulesView'),
});

const deskRulesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/tickets',
  validateSearch: parseDeskRulesAddress,
  component: lazyRouteComponent(
    () => import('../features/settings/tickets/desk-rules-view.tsx'),
    'DeskRulesView',
  ),
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
  routeTree: rootRoute.addChildren([
    homeRoute,
    membersRoute,
    reportsRoute,
    ticketsRoute,
    figuresRoute,
    recordRoute,
    settingsRoute.addChildren([settingsHomeRoute, accountRoute, staffRoute, rulesRoute, deskRulesRoute]),
    fileRoute,
  ]),
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
