import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogWriter } from '../../../src/http/watch/logWriter';

const line = (n: number) => `${JSON.stringify({ n })}\n`;

function writer(fd: number) {
  const dropped = { lines: 0 };
  return { dropped, log: new LogWriter(fd, 100, (lines) => (dropped.lines += lines)) };
}

it('writes every line, those at the end too', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-log-')), 'log');
  const { dropped, log } = writer(openSync(file, 'w'));
  for (let n = 0; n < 2000; n++) log.write(line(n));
  while (!readFileSync(file, 'utf8').includes('"n":1000}')) await new Promise(setImmediate);
  log.write(line(2000));
  log.flush();
  expect(readFileSync(file, 'utf8')).toBe(Array.from({ length: 2001 }, (_, n) => line(n)).join(''));
  expect(dropped.lines).toBe(0);
});

it('drops and counts what a full disk does not take', async () => {
  const { dropped, log } = writer(openSync('/dev/full', 'w'));
  for (let n = 0; n < 1000; n++) log.write(line(n));
  while (dropped.lines < 1000) await new Promise(setImmediate);
  log.flush();
  expect(dropped.lines).toBe(1000);
});

it('waits for no reader that has stopped reading, at the end neither', async () => {
  const reader = spawn('sleep', ['1000'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const { fd } = (reader.stdin as unknown as { _handle: { fd: number } })._handle;
  const { dropped, log } = writer(fd);
  const lines = 100_000;
  for (let n = 0; n < lines; n++) log.write(line(n).padStart(100));
  log.flush();
  expect(dropped.lines).toBeGreaterThan(lines / 2);
  expect(dropped.lines).toBeLessThan(lines);
  reader.kill();
  await once(reader, 'exit');
  log.write(line(0));
  const before = dropped.lines;
  log.flush();
  expect(dropped.lines).toBeGreaterThan(before);
});
