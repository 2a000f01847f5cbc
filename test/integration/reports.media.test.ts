import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoMedia, startMediaServer } from '../../scripts/demo/media.ts';
import { photo } from '../../scripts/demo/picture.ts';
import type { ConnectionId } from '../../src/contract/connections.ts';
import { ReportedMember } from '../../src/contract/reports/case.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { caseMedia } from '../../src/core/reports/case/media.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';
import { addCase, addEvidence, contentItem } from '../support/report-cases.ts';

const site = 'https://media.community.example';
const picture = photo(1);

describe('The media of a case', () => {
  let town: Community;
  let mara: SignedIn;
  let server: Server;
  const requests: IncomingMessage[] = [];
  const aborted: string[] = [];

  /** What the media server answers, by path. */
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/photo.jpg': (response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end(picture),
    '/page.jpg': (response) =>
      response
        .writeHead(200, { 'Content-Type': 'image/jpeg' })
        .end(`<!doctype html><script>1</script>${'x'.repeat(5000)}`),
    '/drawing.svg': (response) =>
      response
        .writeHead(200, { 'Content-Type': 'image/svg+xml' })
        .end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    '/cut.jpg': (response) => {
      response.writeHead(200, { 'Content-Length': picture.length }).write(picture.subarray(0, 100));
      setTimeout(() => response.destroy(), 50);
    },
    '/said-large.jpg': (response) => {
      response.writeHead(200, { 'Content-Length': 25_000_001 }).write(picture);
    },
    '/endless.jpg': (response) => {
      response.writeHead(200);
      response.write(picture);
      const part = Buffer.alloc(1_000_000);
      const more = () => {
        while (!response.destroyed && response.write(part));
      };
      response.on('drain', more).on('close', () => aborted.push('/endless.jpg'));
      more();
    },
    '/stalled.jpg': (response) => {
      response.writeHead(200).write(picture.subarray(0, 100));
      response.on('close', () => aborted.push('/stalled.jpg'));
    },
    '/moved.jpg': (response) => response.writeHead(302, { Location: `${site}/photo.jpg` }).end(),
    '/away.jpg': (response) => response.writeHead(302, { Location: 'https://evil.example/x.jpg' }).end(),
    '/inside.jpg': (response) => response.writeHead(302, { Location: 'http://127.0.0.1:1/x.jpg' }).end(),
    '/round.jpg': (response) => response.writeHead(302, { Location: '/round.jpg' }).end(),
    '/broken.jpg': (response) => response.writeHead(500).end(),
    '//evil.example/x.jpg': (response) => response.writeHead(200).end(picture),
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request);
      const answer = answers[request.url ?? ''];
      if (answer) answer(response);
      else response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    town = await testCommunity({ members: 100, directory: false });
    const media = { [site]: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const opening = await openSession({ primary: town.address('moderator'), replica: null, media });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    mara = opening.signedIn;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await mara?.database.close();
    await town?.[Symbol.asyncDispose]();
  });

  /** A case about content with that picture. */
  async function caseWith(mediaUrl: string): Promise<CaseId> {
    const caseId = await addCase(town);
    await addEvidence(town, caseId, { content: contentItem({ mediaUrl }) });
    return caseId;
  }
  const fetched = async (url: string, signal?: AbortSignal) =>
    caseMedia(mara, { caseId: await caseWith(url), url }, signal);
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => ({ code: 'it came' }),
      ({ code, message }: { code: string; message: string }) => ({ code, message }),
    );

  test('a reported picture comes whole, as what its bytes are and not as what they are said to be', async () => {
    const { type, data } = await fetched(`${site}/photo.jpg`);
    expect(type).toBe('image/png');
    expect(data.type).toBe('image/png');
    expect(Buffer.from(await data.arrayBuffer()).equals(picture)).toBe(true);
  });

  test('the site is not told who asks, from where, or for what', async () => {
    requests.length = 0;
    await fetched(`${site.replace('://', '://someone:secret@')}/photo.jpg`);
    const { headers, method } = requests[0] as IncomingMessage;
    expect(method).toBe('GET');
    for (const name of ['cookie', 'referer', 'origin', 'authorization'])
      expect(headers).not.toHaveProperty(name);
  });

  test('what surrounds the report may be looked at too, and nothing else', async () => {
    const caseId = await addCase(town);
    const [around, avatar] = [`${site}/photo.jpg?around`, `${site}/photo.jpg?avatar`];
    answers['/photo.jpg?around'] = answers['/photo.jpg?avatar'] = (response) => response.end(picture);
    await addEvidence(town, caseId, { before: [contentItem({ mediaUrl: around })] });
    await addEvidence(town, caseId, {
      member: ReportedMember.parse({
        id: '1',
        nickname: 'Someone',
        status: 'active',
        createdAt: contentItem().createdAt,
        location: null,
        avatarUrl: avatar,
      }),
    });
    for (const url of [around, avatar]) {
      expect((await caseMedia(mara, { caseId, url }, undefined)).type).toBe('image/png');
    }
    requests.length = 0;
    const other = caseMedia(mara, { caseId, url: `${site}/photo.jpg` }, undefined);
    expect(await refusal(other)).toMatchObject({ code: 'FORBIDDEN' });
    expect(requests).toEqual([]);
  });

  test.each([
    'https://evil.example/x.jpg',
    'http://media.community.example/photo.jpg',
    'https://media.community.example:8443/photo.jpg',
    'https://media.community.example.evil.example/photo.jpg',
    'http://127.0.0.1:3306/',
    'file:///etc/passwd',
    'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
  ])('a picture at %s is not fetched: the site does not name the place', async (url) => {
    requests.length = 0;
    expect(await refusal(fetched(url))).toMatchObject({ code: 'FORBIDDEN' });
    expect(requests).toEqual([]);
  });

  test('a path that looks like another server stays a path', async () => {
    requests.length = 0;
    await fetched(`${site}//evil.example/x.jpg`);
    expect(requests.map((it) => it.url)).toEqual(['//evil.example/x.jpg']);
  });

  test('a redirect is followed within the site, and neither out of it nor in circles', async () => {
    expect((await fetched(`${site}/moved.jpg`)).type).toBe('image/png');
    expect(await refusal(fetched(`${site}/away.jpg`))).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('evil.example'),
    });
    expect(await refusal(fetched(`${site}/inside.jpg`))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(fetched(`${site}/round.jpg`))).toMatchObject({ code: 'UNAVAILABLE' });
  });

  test.each(['/page.jpg', '/drawing.svg'])(
    'a page that pretends to be a picture is not handed on (%s)',
    async (path) => {
      expect(await refusal(fetched(`${site}${path}`))).toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringContaining('no picture or film'),
      });
    },
  );

  test('what is larger than 25 MB is not fetched, whether it says so or not', async () => {
    expect(await refusal(fetched(`${site}/said-large.jpg`))).toMatchObject({ code: 'TOO_EXPENSIVE' });
    aborted.length = 0;
    expect(await refusal(fetched(`${site}/endless.jpg`))).toMatchObject({ code: 'TOO_EXPENSIVE' });
    await expect.poll(() => aborted).toEqual(['/endless.jpg']);
  });

  test('what is gone, broken or cut off is told as that', async () => {
    expect(await refusal(fetched(`${site}/nowhere.jpg`))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(fetched(`${site}/broken.jpg`))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await refusal(fetched(`${site}/cut.jpg`))).toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('who goes on to the next case ends the download', async () => {
    aborted.length = 0;
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 200);
    await expect(fetched(`${site}/stalled.jpg`, leaving.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect.poll(() => aborted).toEqual(['/stalled.jpg']);
  });

  test('a server that stalls is waited for ten seconds', async () => {
    const begun = Date.now();
    const { code, message } = (await refusal(fetched(`${site}/stalled.jpg`))) as {
      code: string;
      message: string;
    };
    expect(code).toBe('UNAVAILABLE');
    expect(message).toContain('10 seconds');
    expect(Date.now() - begun).toBeGreaterThan(9_900);
    expect(Date.now() - begun).toBeLessThan(12_000);
  });

  test('over the line of calls, the demo shows its pictures, and only people who work through reports see them', async () => {
    await using pictures = await startMediaServer();
    await using at = await testConsole();
    const people = (['moderator', 'support'] as const).map((role) => {
      return { user: role, role, name: role, password: passwordOf(role) };
    });
    const connection = { id: 'demo', name: 'Demo', host: '127.0.0.1', port: town.root.port, tls: 'off' };
    const file = { connection: { ...connection, media: demoMedia(pictures) }, people };
    writeFileSync(join(at.profileDir, 'demo.json'), JSON.stringify(file));
    const url = `${site}/photos/77.jpg`;
    const caseId = await caseWith(url);
    const ask = async (user: string) => {
      await at.client.session.signIn({ connectionId: 'demo' as ConnectionId, user, password: null });
      return at.client.reports.media({ caseId, url });
    };
    const { type, data } = await ask('moderator');
    expect(type).toBe('image/png');
    expect(Buffer.from(await data.arrayBuffer()).equals(photo(77))).toBe(true);
    await expect(ask('support')).rejects.toSatisfy(
      (it) => it instanceof ORPCError && it.code === 'FORBIDDEN',
    );
  });

  test.each([
    'http://media.community.example',
    'https://media.community.example/photos',
    'https://someone@media.community.example',
    'media.community.example',
  ])('a site that names %s for its media is told so at sign-in', async (origin) => {
    const [[view]] = await town.sql.query<RowDataPacket[]>('SHOW CREATE VIEW caretaker_site.capability');
    const [, select = ''] = /AS (select .*)$/i.exec(String(view?.['Create View'])) ?? [];
    const put = (text: string) =>
      town.sql.query(
        `CREATE OR REPLACE DEFINER = caretaker_owner@localhost VIEW caretaker_site.capability AS ${text}`,
      );
    await put(select.replace(site, origin));
    try {
      const opening = await openSession({ primary: town.address('moderator'), replica: null });
      expect(opening).toMatchObject({
        outcome: 'refused',
        reason: 'contract-incomplete',
        message: expect.stringContaining(`“${origin}” for media`),
      });
    } finally {
      await put(select);
    }
  });
});
