import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const TICK_MS = 100;
/** Ten seconds of a calm machine. */
const TICKS = 100;
/** Directories asked at once: those that do not answer must not keep others waiting. */
const AT_ONCE = 256;

/**
 * Prints the index of each directory that answers, even with an error, and a separate line after so many ticks of its
 * clock. A process that starts slowly, or gets little of a busy machine, has seen as few ticks. It then exits, since
 * its caller may have ended.
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
 * Which of these directories answer within `ticks` tenths of a second, even with an error. A mount whose server is gone
 * blocks its readers for ever and against most signals. Therefore a separate process reads, and is abandoned if it
 * blocks.
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
    // Without a process nothing is known; reading itself will show.
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
