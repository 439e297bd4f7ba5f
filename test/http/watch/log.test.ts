import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { openLog } from '../../../src/http/watch/log';

async function written(terminal: boolean): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-log-')), 'log');
  const log = await openLog('info', { fd: openSync(file, 'w'), terminal, onDropped: () => {} });
  log.debug('nobody asked');
  log.info({ url: 'http://127.0.0.1:8080' }, 'listening');
  log.flush();
  while (readFileSync(file, 'utf8') === '') await new Promise(setImmediate);
  return readFileSync(file, 'utf8');
}

test('on a terminal it is a line of plain text', async () => {
  expect(stripVTControlCharacters(await written(true))).toMatch(
    /^\[\d\d:\d\d:\d\d\] INFO: listening \{"url":"http:\/\/127\.0\.0\.1:8080"\}\n$/,
  );
});

test('elsewhere it is a line of JSON', async () => {
  expect(JSON.parse(await written(false))).toMatchObject({
    level: 30,
    msg: 'listening',
    url: 'http://127.0.0.1:8080',
  });
});
