import { PasswordInput, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import type { PrometheusAuth } from '../../../../../contract/metrics/prometheus.ts';
import { Chips } from '../../../../components/fields/chips.tsx';
import classes from '../prometheus.module.css';
import type { ServerErrors, ServerText } from './server-draft.ts';

const auths: { value: PrometheusAuth; label: string }[] = [
  { value: 'none', label: 'nothing' },
  { value: 'basic', label: 'name and password' },
  { value: 'bearer', label: 'a token' },
];

interface ServerFieldsProps {
  ref: Ref<HTMLDivElement>;
  text: ServerText;
  secret: string;
  /** One is kept, and an empty field leaves it as it is. */
  hasSecret: boolean;
  errors: ServerErrors;
  onChange: (part: Partial<ServerText>) => void;
  onSecret: (secret: string) => void;
}

export function ServerFields({
  ref,
  text,
  secret,
  hasSecret,
  errors,
  onChange,
  onSecret,
}: ServerFieldsProps) {
  return (
    <div ref={ref} className={classes.fields}>
      <TextInput
        size="sm"
        label="Name"
        description="As you and others call it"
        data-autofocus
        autoComplete="off"
        maxLength={60}
        value={text.name}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        size="sm"
        label="Address"
        description="With the path before /api/v1, if there is one: Mimir’s ends with /prometheus"
        placeholder="https://prometheus.example.org:9090"
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={text.url}
        error={errors.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <Chips
        legend="It wants"
        options={auths}
        value={text.auth}
        onChange={(auth) => onChange({ auth: auths.find((it) => it.value === auth)?.value ?? 'none' })}
      />
      {text.auth === 'basic' && (
        <TextInput
          size="sm"
          label="Name of the user"
          autoComplete="off"
          spellCheck={false}
          maxLength={190}
          value={text.user}
          error={errors.user}
          onChange={(event) => onChange({ user: event.currentTarget.value })}
        />
      )}
      {text.auth !== 'none' && (
        <PasswordInput
          size="sm"
          label={text.auth === 'basic' ? 'Password' : 'Token'}
          description={
            hasSecret
              ? 'One is kept. Leave this empty to go on with it; for another address or user it is asked for again.'
              : 'Kept in the console’s tables, where CTOs and admins alone can read it; never shown again'
          }
          autoComplete="new-password"
          maxLength={2000}
          value={secret}
          error={errors.secret}
          onChange={(event) => onSecret(event.currentTarget.value)}
        />
      )}
      <TextInput
        size="sm"
        label="Tenant"
        description="Where one server keeps the metrics of several: sent as X-Scope-OrgID. Usually empty"
        autoComplete="off"
        spellCheck={false}
        maxLength={190}
        value={text.tenant}
        error={errors.tenant}
        onChange={(event) => onChange({ tenant: event.currentTarget.value })}
      />
    </div>
  );
}
