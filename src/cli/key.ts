import type { Command } from 'commander';
import { makeKey } from '../http/guards/apiKeys';
import { printResult } from './command';

/** `shelfcast key`: a new API key, and the hash of it that the server is given. */
export function registerKey(program: Command): void {
  program
    .command('key')
    .description('Makes an API key. It is shown once; the server only keeps its hash.')
    .option('--name <name>', 'who it is for, for the log', '')
    .option('--json', 'print the result as JSON')
    .action(({ name, json }: { name: string; json?: boolean }) => {
      const made = makeKey();
      const text = [
        `API key, for whoever calls:   ${made.key}`,
        `A line for --api-key-file:    ${`${made.hash} ${name}`.trim()}`,
        'Call with:                    -H "authorization: Bearer KEY"',
      ].join('\n');
      printResult(json, { ...made, ...(name ? { name } : {}) }, text);
    });
}
