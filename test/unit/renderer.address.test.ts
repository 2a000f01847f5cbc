import { describe, expect, it } from 'vitest';
import {
  draftOf,
  mayGoWithoutTls,
  readDraft,
} from '../../src/renderer/features/connections/connection-draft.ts';
import {
  filterCount,
  filterOf,
  parseRecordAddress,
} from '../../src/renderer/features/record/record-address.ts';

describe('the address of the record', () => {
  it('makes days into moments, both days included', () => {
    const address = parseRecordAddress({
      actor: 'ada',
      action: 'session.signed_in',
      from: '2026-11-22',
      until: '2026-11-23',
    });
    expect(filterOf(address, 'utc')).toEqual({
      actor: 'ada',
      action: 'session.signed_in',
      subjectKind: null,
      subjectId: null,
      from: '2026-11-22T00:00:00.000Z',
      until: '2026-11-24T00:00:00.000Z',
    });
  });

  it('leaves out what makes no sense', () => {
    expect(
      parseRecordAddress({ action: 'drop.table', kind: 'x', from: '2026-13-01', entry: 'a', subject: ' ' }),
    ).toEqual({});
  });

  it('counts filters, of which the open entry is none', () => {
    expect(filterCount(parseRecordAddress({ entry: '5' }))).toBe(0);
    expect(filterCount(parseRecordAddress({ entry: '5', actor: 'ada', kind: 'member' }))).toBe(2);
  });
});

describe('the form of a connection', () => {
  const filled = { ...draftOf(null), name: 'Ours', host: 'db.example.org' };

  it('asks for TLS wherever the password leaves this machine', () => {
    expect(mayGoWithoutTls(filled)).toBe(false);
    expect(mayGoWithoutTls({ ...filled, host: '127.0.0.1' })).toBe(true);
    expect(
      mayGoWithoutTls({ ...filled, host: 'localhost', withReplica: true, replicaHost: 'db2.example.org' }),
    ).toBe(false);
    const read = readDraft({ ...filled, tls: false });
    expect(read.ok && read.details.tls).toBe('required');
  });

  it('says what is wrong at the field where it is', () => {
    const read = readDraft({ ...filled, name: ' ', port: 'x', ca: 'hello', withReplica: true });
    expect(read.ok).toBe(false);
    expect(!read.ok && Object.keys(read.errors).sort()).toEqual(['ca', 'name', 'port', 'replicaHost']);
  });

  it('gives back what was saved', () => {
    const read = readDraft({
      ...filled,
      withReplica: true,
      replicaHost: 'db2.example.org',
      replicaPort: '3307',
    });
    expect(read).toEqual({
      ok: true,
      details: {
        name: 'Ours',
        host: 'db.example.org',
        port: 3306,
        tls: 'required',
        ca: null,
        replica: { host: 'db2.example.org', port: 3307 },
      },
    });
  });
});
