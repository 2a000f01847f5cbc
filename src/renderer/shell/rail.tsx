import { useMantineColorScheme } from '@mantine/core';
import {
  IconBook2,
  IconChartLine,
  IconClockHour4,
  IconDeviceDesktop,
  IconFlag,
  IconKeyboard,
  IconLogout2,
  IconMessages,
  IconMoon,
  IconSearch,
  IconSettings,
  IconSun,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { roleNames } from '../../contract/roles.ts';
import { themeNames } from '../app/theme.ts';
import { Initials } from '../components/initials.tsx';
import { Mark } from '../components/mark.tsx';
import { useSignedIn, type Workspace, workspacesOf } from '../features/session/session-state.ts';
import { runCommand } from '../keys/commands.ts';
import type { CommandId } from '../keys/key-map.ts';
import { bindingOf } from '../keys/key-map.ts';
import { useNow } from '../preferences/clock.ts';
import { usePreferences } from '../preferences/preferences.ts';
import { zoneNameAt } from '../preferences/time-format.ts';
import { ConnectionBadge } from './connection-badge.tsx';
import classes from './rail.module.css';

const workspaces: Record<
  Workspace,
  { label: string; to: `/${Workspace}`; icon: TablerIcon; command: CommandId }
> = {
  members: { label: 'Members', to: '/members', icon: IconUsers, command: 'go.members' },
  reports: { label: 'Reports', to: '/reports', icon: IconFlag, command: 'go.reports' },
  tickets: { label: 'Tickets', to: '/tickets', icon: IconMessages, command: 'go.tickets' },
  metrics: { label: 'Metrics', to: '/metrics', icon: IconChartLine, command: 'go.metrics' },
  record: { label: 'Record', to: '/record', icon: IconBook2, command: 'go.record' },
  settings: { label: 'Settings', to: '/settings', icon: IconSettings, command: 'go.settings' },
};
const themeIcons = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop };

/** Where one can go, how things stand, and who one is. */
export function Rail() {
  const { person } = useSignedIn();
  return (
    <aside className={classes.rail} aria-label="Console">
      <div className={classes.brand}>
        <Mark size={28} />
        <span className={classes.wordmark}>Caretaker</span>
      </div>
      <button
        type="button"
        className={classes.find}
        onClick={() => runCommand('palette.open')}
        title="Find a member, a case, a ticket or a command (Ctrl K)"
      >
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <span className={classes.label}>Find</span>
        <span className={classes.findKeys} aria-hidden>
          Ctrl K
        </span>
      </button>
      <nav aria-label="Workspaces">
        <ul className={classes.places}>
          {workspacesOf(person.role).map((name) => {
            const { label, to, icon: Icon, command } = workspaces[name];
            return (
              <li key={name}>
                <Link
                  to={to}
                  className={classes.place}
                  activeProps={{ 'data-chosen': true, 'aria-current': 'page' }}
                  activeOptions={{ includeSearch: false }}
                  title={`${bindingOf(command).label} (${bindingOf(command).keys[0]})`}
                >
                  <Icon size={20} stroke={1.6} aria-hidden />
                  <span className={classes.label}>{label}</span>
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className={classes.foot}>
        <ConnectionBadge />
        <Switches />
        <div className={classes.person}>
          <Initials id={person.user} name={person.name} size={32} />
          <div className={classes.who}>
            <span className={classes.name}>{person.name}</span>
            <span className={classes.role}>{roleNames[person.role]}</span>
          </div>
        </div>
        <RailButton command="session.sign-out" icon={IconLogout2} label="Sign out" />
      </div>
    </aside>
  );
}

function Switches() {
  const { colorScheme } = useMantineColorScheme();
  const { zone } = usePreferences();
  const now = useNow();
  const zoneName = zoneNameAt(new Date(now).toISOString(), zone);
  return (
    <div className={classes.switches}>
      <RailButton command="theme.next" icon={themeIcons[colorScheme]} label={themeNames[colorScheme]} />
      <RailButton command="zone.switch" icon={IconClockHour4} label={zone === 'utc' ? 'UTC' : 'Local'}>
        {zone === 'local' && <span className={classes.zone}>({zoneName})</span>}
      </RailButton>
      <RailButton command="help.open" icon={IconKeyboard} label="Keys" />
    </div>
  );
}

interface RailButtonProps {
  command: CommandId;
  icon: TablerIcon;
  label: string;
  children?: ReactNode;
}

function RailButton({ command, icon: Icon, label, children }: RailButtonProps) {
  const binding = bindingOf(command);
  return (
    <button
      type="button"
      className={classes.button}
      onClick={() => runCommand(command)}
      title={`${binding.label} (${binding.keys[0]})`}
    >
      <Icon size={17} stroke={1.6} aria-hidden />
      <span className={classes.buttonLabel}>
        {label} {children}
      </span>
    </button>
  );
}
