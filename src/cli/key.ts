import type { Command } from 'commander';
import { makeKey } from '../http/guards/apiKeys';
import { SCOPES, type Scope } from '../contract/scopes';
import { printResult, UsageError } from './command';

/** `shelfcast key`: prints a new API key, and its hash for the server's settings. */
export function registerKey(program: Command): void {
  program
    .command('key')
    .description('Makes an API key. It is shown once; the server only keeps its hash.')
    .option('--name <name>', 'who it is for, for the log', '')
    .option('--scopes <list>', `what it may do, of ${SCOPES.join(', ')}`, scopesOf, [SCOPES[0]])
    .option('--json', 'print the result as JSON')
    .action(({ name, scopes, json }: { name: string; scopes: Scope[]; json?: boolean }) => {
      const { key, hash } = makeKey();
      const made = { key, hash: `${hash}:${scopes.join('+')}` };
      const text = [
        `API key, for whoever calls:   ${key}`,
        `A line for --api-key-file:    ${`${made.hash} ${name}`.trim()}`,
        'Call with:                    -H "authorization: Bearer KEY"',
      ].join('\n');
      printResult(json, { ...made, ...(name ? { name } : {}) }, text);
    });
}

function scopesOf(list: string): Scope[] {
  const given = list.split(',').map((scope) => scope.trim());
  const chosen = SCOPES.filter((scope) => given.includes(scope));
  if (chosen.length < given.length) {
    throw new UsageError(`--scopes takes some of ${SCOPES.join(', ')}, comma-separated, not '${list}'`);
  }
  return chosen;
}
