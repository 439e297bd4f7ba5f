import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../src/common/writeWhole';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-write-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const at = (name: string) => join(directory, name);

async function* pieces() {
  yield 'one\n';
  yield new TextEncoder().encode('two\n');
}

test('a file is replaced whole and keeps its permissions', async () => {
  writeFileSync(at('a.csv'), 'old');
  chmodSync(at('a.csv'), 0o640);
  await writeWhole(at('a.csv'), pieces);
  expect(readFileSync(at('a.csv'), 'utf8')).toBe('one\ntwo\n');
  expect(statSync(at('a.csv')).mode & 0o777).toBe(0o640);
});

test('a failure leaves the old file and nothing beside it', async () => {
  writeFileSync(at('kept.csv'), 'old');
  const before = readdirSync(directory);
  const failing = async function* () {
    yield 'half';
    throw new Error('no more');
  };
  await expect(writeWhole(at('kept.csv'), failing)).rejects.toThrow('no more');
  expect(readFileSync(at('kept.csv'), 'utf8')).toBe('old');
  expect(readdirSync(directory)).toEqual(before);
});

test.each(['there', 'missing'])('a link stays a link, its target %s is written', async (target) => {
  if (target === 'there') writeFileSync(at('there.csv'), 'old');
  symlinkSync(`${target}.csv`, at(`link-${target}`));
  await writeWhole(at(`link-${target}`), pieces);
  expect(lstatSync(at(`link-${target}`)).isSymbolicLink()).toBe(true);
  expect(readFileSync(at(`${target}.csv`), 'utf8')).toBe('one\ntwo\n');
});

test('a named pipe is written through and stays a pipe', async () => {
  execFileSync('mkfifo', [at('pipe')]);
  const reader = spawn('cat', [at('pipe')]);
  let read = '';
  reader.stdout.on('data', (chunk) => (read += chunk));
  const ended = new Promise((done) => reader.once('close', done));
  await writeWhole(at('pipe'), pieces);
  await ended;
  expect(read).toBe('one\ntwo\n');
  expect(statSync(at('pipe')).isFIFO()).toBe(true);
});

test('a device is written through and stays a device', async () => {
  await writeWhole('/dev/null', pieces);
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test('standard output that is slow is waited for, again and again, without a listener more', async () => {
  const { stdout } = process;
  const listeners = () => stdout.listenerCount('error') + stdout.listenerCount('drain');
  const before = listeners();
  const seen: number[] = [];
  const write = jest.spyOn(stdout, 'write').mockImplementation((_, done?: unknown) => {
    seen.push(listeners());
    if (typeof done === 'function') (done as () => void)();
    else setImmediate(() => stdout.emit('drain'));
    return false;
  });
  await writeWhole('-', async function* () {
    for (let i = 0; i < 50; i++) yield `line ${i}\n`;
  }).finally(() => write.mockRestore());
  expect(seen).toHaveLength(51);
  expect(new Set(seen)).toEqual(new Set([before + 2]));
  expect(listeners()).toBe(before);
});
