import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { validate } from 'dockerfile-utils';
import { readSettings } from '../../src/contract/readSettings';
import type { Settings } from '../../src/contract/settings';
import { commandOf, readDockerfile } from '../../scripts/deploy/dockerfile';
import { startApp, stopApps } from '../http/support/startApp';
import { DEPLOY, environments, imageEnvironment } from './files';

const ROOT = join(DEPLOY, '..');
const dockerfile = readDockerfile();
const { files, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  files: string[];
  version: string;
};

afterEach(stopApps);

test('a linter finds nothing in the Dockerfile', () => {
  const found = validate(readFileSync(join(DEPLOY, 'Dockerfile'), 'utf8'));
  expect(found.map(({ message }) => message)).toEqual([]);
});

test.each(Object.entries(environments()))(
  '%s sets what is a setting, to what one may be',
  (_, environment) => {
    const { host, port } = readSettings({}, environment);
    expect({ host, port }).toEqual({ host: '0.0.0.0', port: 8080 });
  },
);

test('the image listens on the port that it exposes, and keeps its database in its volume', () => {
  const [exposed, volume] = ['EXPOSE', 'VOLUME'].map((keyword) =>
    dockerfile.getInstructions().filter((each) => each.getKeyword() === keyword),
  );
  const settings: Settings = readSettings({}, imageEnvironment());
  expect(exposed.map((each) => each.getArgumentsContent())).toEqual([String(settings.port)]);
  expect(volume.map((each) => `${each.getArgumentsContent()}/shelfcast.db`)).toEqual([settings.db]);
});

test('the image is built of files that are there and that .dockerignore lets through', () => {
  const sent = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const copied = dockerfile
    .getCOPYs()
    .filter((each) => each.getFromFlag() === null)
    .flatMap((each) => each.getArguments().slice(0, -1))
    .map((word) => word.getValue());
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(new Set(copied)).toEqual(new Set(sent));
});

test('the image has what the package has', () => {
  const last = dockerfile.getCOPYs().filter((each) => each.getRange().start.line > lastStage());
  const copied = last.flatMap((each) =>
    each
      .getArguments()
      .slice(0, -1)
      .map((word) => word.getValue()),
  );
  const wanted = files.filter((name) => !name.startsWith('!'));
  expect(copied.map((path) => path.replace('/build/', ''))).toEqual(expect.arrayContaining(wanted));
});

test('the image runs as a user that is not root', () => {
  const users = dockerfile.getInstructions().filter((each) => each.getKeyword() === 'USER');
  expect(users.map((each) => each.getArgumentsContent())).toEqual(['1000:1000']);
});

test('what is deployed is the version of the package', () => {
  const texts = ['compose.yaml', 'kubernetes/server.yaml', 'kserve/serving-runtime.yaml'].map((path) =>
    readFileSync(join(DEPLOY, path), 'utf8'),
  );
  const tags = texts.flatMap((text) => [...text.matchAll(/image: shelfcast:(\S+)/g)].map(([, tag]) => tag));
  expect(tags).toEqual([version, version, version]);
});

test('the health check asks a server that is there, and fails where there is none', async () => {
  const [program, ...words] = commandOf(dockerfile, 'HEALTHCHECK');
  expect(program).toBe('node');
  const check = (port: string) =>
    promisify(execFile)(process.execPath, words, { env: { SHELFCAST_PORT: port } });
  const app = await startApp();
  const { port } = new URL(app.url);
  await expect(check(port)).resolves.toBeDefined();
  await app.stop(1000);
  await expect(check(port)).rejects.toMatchObject({ code: 1 });
});

function lastStage(): number {
  return dockerfile.getFROMs().at(-1)!.getRange().start.line;
}
