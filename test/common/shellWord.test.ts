import { execFileSync } from 'node:child_process';
import { inQuotes, shellWord } from '../../src/common/shellWord';

test('a shell reads a word as it was, in quotes only if it needs them', () => {
  const words = ['data/shelfcast.db', 'größe/店.db', "my shop's data", '$HOME', '`id`', 'a\\b', ''];
  const read = execFileSync('sh', ['-c', `printf '%s\\n' ${words.map(shellWord).join(' ')}`], {
    encoding: 'utf8',
  });
  expect(read).toBe(`${words.join('\n')}\n`);
  expect(words.map(shellWord).slice(0, 3)).toEqual([
    'data/shelfcast.db',
    'größe/店.db',
    inQuotes("my shop's data"),
  ]);
});
