import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { refuse } from '../support/hubStandIn';
import { until } from '../support/until';
import { failure, fault, freshPulls, ID, ONNX, pull } from './support/pulling';

const pulls = freshPulls();

describe('a broken download', () => {
  const half = ONNX.length >> 1;

  test('goes on where it broke, in the same call', async () => {
    pulls.hub.fault = fault('.onnx', (_path, response) => cutAfter(response, half));
    await pull(pulls);
    expect(pulls.hub.fetches('.onnx').map(({ headers }) => headers.range)).toEqual([
      undefined,
      `bytes=${half}-`,
    ]);
    expect(readFileSync(join(pulls.target, 'onnx/model.onnx')).equals(ONNX)).toBe(true);
  });

  test('goes on as often as it gets further', async () => {
    const cutEach = (_path: string, response: ServerResponse, headers: IncomingHttpHeaders) => {
      const start = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
      const range = { 'content-range': `bytes ${start}-${ONNX.length - 1}/${ONNX.length}` };
      response.writeHead(start > 0 ? 206 : 200, start > 0 ? range : {});
      response.write(ONNX.subarray(start, start + 10_000));
      breakAt(response, Math.min(start + 10_000, ONNX.length));
    };
    pulls.hub.fault = fault('.onnx', cutEach, 8);
    await pull(pulls);
    expect(pulls.hub.fetches('.onnx')).toHaveLength(9);
  });

  test('leaves a .part, from which the next call goes on', async () => {
    const cut = fault('.onnx', (_path, response) => cutAfter(response, half));
    pulls.hub.fault = (...args) =>
      cut(...args) || fault('.onnx', (_path, response) => refuse(response, 503), 1)(...args);
    expect(await failure(pull(pulls))).toMatch(
      /answered 503 for onnx\/model\.onnx of 'makers\/tiny-bert'; try again later \(tried 5 times\)/,
    );
    expect(existsSync(pulls.target)).toBe(false);
    expect(readdirSync(join(pulls.staging, 'onnx'))).toEqual(['model.onnx.part']);

    pulls.hub.fault = () => false;
    pulls.hub.asked.length = 0;
    expect((await pull(pulls)).fetched).toEqual(['onnx/model.onnx']);
    expect(pulls.hub.fetches('.onnx').map(({ headers }) => headers.range)).toEqual([`bytes=${half}-`]);
    expect(existsSync(pulls.staging)).toBe(false);
  });

  test('begins anew where the server does not give ranges', async () => {
    const cut = fault('.onnx', (_path, response) => cutAfter(response, half));
    const whole = fault('.onnx', (_path, response) => response.end(ONNX));
    pulls.hub.fault = (...args) => cut(...args) || whole(...args);
    await pull(pulls);
    expect(readFileSync(join(pulls.target, 'onnx/model.onnx')).equals(ONNX)).toBe(true);
  });

  test('begins anew where what was left is not the beginning of the file', async () => {
    mkdirSync(join(pulls.staging, 'onnx'), { recursive: true });
    writeFileSync(join(pulls.staging, 'onnx/model.onnx.part'), 'something else');
    await pull(pulls);
    expect(readFileSync(join(pulls.target, 'onnx/model.onnx')).equals(ONNX)).toBe(true);
    expect(pulls.hub.fetches('.onnx').map(({ headers }) => headers.range)).toEqual(['bytes=14-', undefined]);
  });

  test('is not joined by a second process', async () => {
    mkdirSync(pulls.staging, { recursive: true });
    writeFileSync(join(pulls.staging, 'pull.lock'), String(process.ppid));
    expect(await failure(pull(pulls))).toMatch(
      new RegExp(`^process ${process.ppid} is bringing the same encoder; wait for it`),
    );
    writeFileSync(join(pulls.staging, 'pull.lock'), '99999999');
    expect((await pull(pulls)).encoder.name).toBe(ID);
    expect(readdirSync(pulls.target)).not.toContain('pull.lock');
  });

  test('with wrong bytes is thrown away', async () => {
    const wrong = Buffer.from(ONNX);
    wrong[1000] ^= 1;
    pulls.hub.fault = fault('.onnx', (_path, response) => response.end(wrong), 10);
    expect(await failure(pull(pulls))).toMatch(
      /^onnx\/model\.onnx of 'makers\/tiny-bert' arrived with checksum \w{64}, not \w{64}; it was thrown away: try again$/,
    );
    expect(existsSync(pulls.target)).toBe(false);
    expect(readdirSync(join(pulls.staging, 'onnx'))).toEqual([]);
  });
});

/** Sends the first bytes of the model and breaks the connection. */
function cutAfter(response: ServerResponse, count: number): void {
  response.writeHead(200, { 'content-length': ONNX.length });
  response.write(ONNX.subarray(0, count));
  breakAt(response, count);
}

/** Breaks the connection once so many bytes of the model lie on the disk. */
function breakAt(response: ServerResponse, count: number): void {
  const part = join(pulls.staging, 'onnx/model.onnx.part');
  const arrived = () => (statSync(part, { throwIfNoEntry: false })?.size ?? 0) >= count;
  void until(arrived).then(() => response.destroy());
}
