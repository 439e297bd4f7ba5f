import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuse } from '../support/hubStandIn';
import { failure, fault, freshPulls, ID, pull, TOKEN } from './support/pulling';

const pulls = freshPulls();

describe('what the hub answers', () => {
  const info = '/revision/main';

  test('503 for a while is waited out', async () => {
    pulls.hub.fault = fault(
      info,
      (_path, response) => {
        response.writeHead(503, { 'retry-after': '0' });
        response.end();
      },
      3,
    );
    expect((await pull(pulls)).encoder.name).toBe(ID);
  });

  test.each<[string, number, string | undefined, Record<string, string>, RegExp]>([
    [
      '401 without a token',
      401,
      'RepoNotFound',
      {},
      /answered 401 for 'makers\/tiny-bert': check the name; if it is private, set HF_TOKEN$/,
    ],
    [
      '401 with a token',
      401,
      undefined,
      { HF_TOKEN: TOKEN },
      /check the name, and whether HF_TOKEN is valid$/,
    ],
    [
      '403 of a gated model',
      403,
      'GatedRepo',
      {},
      /is gated; ask for access at http:\S+\/makers\/tiny-bert and set HF_TOKEN to a token of that account$/,
    ],
    [
      '403 of a gated model with a token',
      403,
      'GatedRepo',
      { HF_TOKEN: TOKEN },
      /ask for access at \S+ with the account of HF_TOKEN$/,
    ],
    [
      '404 of a model',
      404,
      'RepoNotFound',
      {},
      /answered 404: there is no model 'makers\/tiny-bert'; check the name and the revision$/,
    ],
    ['404 of a revision', 404, 'RevisionNotFound', {}, /there is no such revision/],
    [
      '503 that lasts',
      503,
      undefined,
      {},
      /answered 503 for 'makers\/tiny-bert'; try again later \(tried 5 times\)$/,
    ],
    ['429 that lasts', 429, undefined, {}, /answered 429 for .* \(tried 5 times\)$/],
    ['400', 400, undefined, {}, /answered 400 for 'makers\/tiny-bert'$/],
  ])('%s is told in a line, and nothing is left', async (_name, status, code, env, message) => {
    pulls.hub.fault = fault(info, (_path, response) => refuse(response, status, code), 10);
    expect(await failure(pull(pulls, {}, env))).toMatch(message);
    expect(readdirSync(pulls.to)).toEqual([]);
  });

  test('404 of a file that it listed', async () => {
    pulls.hub.fault = fault('/tokenizer.json', (_path, response) => refuse(response, 404, 'EntryNotFound'));
    expect(await failure(pull(pulls))).toMatch(/there is no tokenizer\.json of 'makers\/tiny-bert'$/);
    expect(existsSync(pulls.target)).toBe(false);
  });

  test('nothing, because it cannot be reached', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const message = await failure(pull(pulls, {}, { HF_ENDPOINT: `http://127.0.0.1:${port}` }));
    expect(message).toMatch(
      /^cannot reach 127\.0\.0\.1:\d+ \(ECONNREFUSED\); check the network and HF_ENDPOINT/,
    );
  });

  test('redirects without end', async () => {
    pulls.hub.fault = (path, response) => {
      response.writeHead(302, { location: path });
      response.end();
      return true;
    };
    expect(await failure(pull(pulls))).toMatch(/more than 5 redirects/);
  });

  test('something that is not the hub', async () => {
    pulls.hub.fault = fault(info, (_path, response) => response.end('<html>welcome</html>'));
    expect(await failure(pull(pulls))).toMatch(/does not answer as the hub does; check HF_ENDPOINT$/);
  });
});
