import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const TICK_MS = 100;
/** Ten seconds of a calm machine. */
const TICKS = 100;
/** Directories asked at once: those that do not answer must not keep others waiting. */
const AT_ONCE = 256;

/**
 * Prints the place of each directory that answers, be it by an error, and a line of its own after so many ticks of its clock:
 * a process that is slow to start, or gets little of a busy machine, has seen as few of them. It ends then, as who asked may
 * have ended before.
 */
const SCRIPT = `
  const { readdir } = require('node:fs/promises');
  const [ticks, ...paths] = process.argv.slice(1);
  const told = (at) => console.log(at);
  let passed = 0;
  setInterval(() => {
    if (++passed < Number(ticks)) return;
    told('over');
    process.kill(process.pid, 'SIGKILL');
  }, ${TICK_MS});
  paths.forEach((path, at) => readdir(path).then(() => told(at), () => told(at)));
`;

/**
 * Which of these directories answer while `ticks` tenths of a second pass for who asks, be it by an error: a mount whose server
 * is gone holds whoever reads it, for ever and beyond most signals. So a process of its own reads, which is given up.
 */
export async function answeringDirectories(
  asked: readonly string[],
  ticks: number = TICKS,
): Promise<Set<string>> {
  const directories = [...new Set(asked)];
  const answering = new Set<string>();
  if (directories.length === 0) return answering;
  const child = spawn(process.execPath, ['-e', SCRIPT, String(ticks), ...directories], {
    env: { UV_THREADPOOL_SIZE: String(Math.min(AT_ONCE, directories.length)) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve) => {
    // Where no process can be had nothing is known, and reading itself will tell.
    child.once('error', () => {
      for (const directory of directories) answering.add(directory);
      resolve();
    });
    child.once('close', () => resolve());
    createInterface({ input: child.stdout }).on('line', (line) => {
      const directory = directories[Number(line)];
      if (directory === undefined) return resolve();
      answering.add(directory);
      if (answering.size === directories.length) resolve();
    });
  });
  child.kill('SIGKILL');
  child.unref();
  child.stdout.destroy();
  return answering;
}
