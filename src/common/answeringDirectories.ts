import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const LIMIT_MS = 10_000;
/** Directories asked at once: those that do not answer must not keep others waiting. */
const AT_ONCE = 256;

/** Prints the place of each directory that answers, be it by an error. */
const SCRIPT = `
  const { readdir } = require('node:fs/promises');
  const told = (at) => console.log(at);
  process.argv.slice(1).forEach((path, at) => readdir(path).then(() => told(at), () => told(at)));
`;

/**
 * Which of these directories answer within a limit, be it by an error: a mount whose server is gone holds whoever reads
 * it, for ever and beyond most signals. So a process of its own reads, which is given up.
 */
export async function answeringDirectories(
  directories: readonly string[],
  limitMs: number = LIMIT_MS,
): Promise<Set<string>> {
  const answering = new Set<string>();
  if (directories.length === 0) return answering;
  const child = spawn(process.execPath, ['-e', SCRIPT, ...directories], {
    env: { UV_THREADPOOL_SIZE: String(Math.min(AT_ONCE, directories.length)) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    const done = () => (clearTimeout(timer), resolve());
    // Where no process can be had nothing is known, and reading itself will tell.
    child.once('error', () => {
      for (const directory of directories) answering.add(directory);
      done();
    });
    child.once('close', done);
    createInterface({ input: child.stdout }).on('line', (at) => {
      answering.add(directories[Number(at)]);
      if (answering.size === directories.length) done();
    });
  });
  child.kill('SIGKILL');
  child.unref();
  child.stdout.destroy();
  return answering;
}
