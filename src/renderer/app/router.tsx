import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { parseMembersAddress } from '../features/members/members-address.ts';
import { parseDatabaseAddress } from '../features/metrics/database/database-address.ts';
import { parseHeadroomAddress } from '../features/metrics/headroom/headroom-address.ts';
import { parseLocksAddress } from '../features/metrics/locks/locks-address.ts';
import { parsePrometheusAddress } from '../features/metrics/prometheus/prometheus-address.ts';
import { parseStatementsAddress } from '../features/metrics/statements/statements-address.ts';
import { parseTrafficAddress } from '../features/metrics/traffic/traffic-address.ts';
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

const metricsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/metrics',
  component: lazyRouteComponent(() => import('../features/metrics/metrics-view.tsx'), 'MetricsView'),
});

const metricsHomeRoute = createRoute({
  getParentRoute: () => metricsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/metrics/traffic', replace: true });
  },
});

const trafficRoute = createRoute({
  getParentRoute: () => metricsRoute,
  path: '/traffic',
  validateSearch: parseTrafficAddress,
  component: lazyRouteComponent(() => import('../features/metrics/traffic/traffic-view.tsx'), 'TrafficView'),
});

const databaseRoute = createRoute({
  getParentRoute: () => metricsRoute,
  path: '/database',
  validateSearch: parseDatabaseAddress,
  component: lazyRouteComponent(
    () => import('../features/metrics/database/database-view.tsx'),
    'DatabaseView',
  ),
});

const statementsRoute = createRoute({
  getParentRoute: () => metricsRoute,
  path: '/statements',
  validateSearch: parseStatementsAddress,
  component: lazyRouteComponent(
    () => import('../features/metrics/statements/statements-view.tsx'),
    'StatementsView',
  ),
});

const locksRoute = createRoute({
  getParentRoute: () => metricsRoute,
  path: '/locks',
  validateSearch: parseLocksAddress,
  component: lazyRouteComponent(() => import('../features/metrics/locks/locks-view.tsx'), 'LocksView'),
});

const headroomRoute = createRoute({
  getParentRoute: () => metricsRoute,
  path: '/headroom',
  validateSearch: parseHeadroomAddress,
  component: lazyRouteComponent(
    () => import('../features/metrics/headroom/headroom-view.tsx'),
    'HeadroomView',
  ),
});

const prometheusRoute = createRoute({
  getParentRoute: () => metricsRoute,
  path: '/prometheus',
  validateSearch: parsePrometheusAddress,
  component: lazyRouteComponent(
    () => import('../features/metrics/prometheus/prometheus-view.tsx'),
    'PrometheusView',
  ),
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
    metricsRoute.addChildren([
      metricsHomeRoute,
      trafficRoute,
      databaseRoute,
      statementsRoute,
      locksRoute,
      headroomRoute,
      prometheusRoute,
    ]),
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
