import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFile, withDataFile, withSpooled } from '../../../src/ingest/file/dataFile';
import { sampleSheet } from '../../../src/ingest/file/readSheet';
import { temporary } from '../files';

const files = temporary();
afterAll(files.remove);

const twice = async (file: DataFile) => [await sampleSheet(file, 5), await sampleSheet(file, 5)];

test('a named pipe is read as often as its reading takes, and leaves nothing behind', async () => {
  const pipe = join(files.directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', `printf 'a;b\\n1;2\\n' > ${pipe}`]);
  let spooled = '';
  const read = await withDataFile(pipe, {}, (file) => {
    spooled = file.path;
    expect(file.name).toBe('pipe');
    return twice(file);
  });
  expect(read.map(({ columns, rows }) => [columns, rows])).toEqual(Array(2).fill([['a', 'b'], [['1', '2']]]));
  expect(existsSync(spooled)).toBe(false);
  writer.kill();
});

test('a stream that is longer than it may be is refused and left behind nowhere', async () => {
  const endless = async function* () {
    for (;;) yield Buffer.alloc(1000);
  };
  const work = jest.fn();
  await expect(withSpooled(endless(), { name: 'it' }, work, { most: 10_000 })).rejects.toMatchObject({
    code: 'too_large',
    detail: 'it is longer than 10000 bytes; split it',
  });
  expect(work).not.toHaveBeenCalled();
});
