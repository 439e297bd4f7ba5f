import { storedKeys } from '../../src/http/guards/apiKeys';
import { runCli } from '../support/runCli';

test.each([
  [[], ['read']],
  [['--scopes', 'write'], ['write']],
  [
    ['--scopes', 'admin, read'],
    ['read', 'admin'],
  ],
])('a key made with %j may %j', async (args, scopes) => {
  const { status, out } = await runCli('key', '--json', '--name', 'tills', ...args);
  expect(status).toBe(0);
  const made = JSON.parse(out) as { key: string; hash: string; name: string };
  expect(made).toMatchObject({ key: expect.stringMatching(/^sc_/), name: 'tills' });
  expect(storedKeys([made.hash], null)).toMatchObject([{ scopes }]);
});

test('a scope that is none is bad usage', async () => {
  const { status, err } = await runCli('key', '--scopes', 'read,everything');
  expect(status).toBe(2);
  expect(err).toMatch(/--scopes takes some of read, write, admin/);
});
