import { runProgram } from '../../src/cli/program';

export interface CliRun {
  status: number;
  out: string;
  err: string;
}

/** Runs the command line in this process, with what it prints. */
export async function runCli(...args: string[]): Promise<CliRun> {
  const printed = { out: '', err: '' };
  const capture = (stream: NodeJS.WriteStream, into: 'out' | 'err') =>
    jest.spyOn(stream, 'write').mockImplementation((chunk, encoding, done?: () => void) => {
      printed[into] += String(chunk);
      (typeof encoding === 'function' ? encoding : done)?.();
      return true;
    });
  const spies = [capture(process.stdout, 'out'), capture(process.stderr, 'err')];
  try {
    return { status: await runProgram(args), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
