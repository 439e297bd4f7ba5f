import pino, { type Logger } from 'pino';
import type { Settings } from '../../contract/settings';
import { LogWriter } from './logWriter';

/** JSON lines that come within this many milliseconds are written together; at exit, all. */
const TOGETHER_MS = 100;

/**
 * The server's log: JSON lines, or on a `terminal` lines of plain text, each written at once. Lines that cannot be
 * written are dropped; `onDropped` gets their number.
 */
export async function openLog(
  level: Settings['logLevel'],
  { fd, terminal, onDropped }: { fd: number; terminal: boolean; onDropped: (lines: number) => void },
): Promise<Logger> {
  const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  const writer = new LogWriter(fd, terminal ? 0 : TOGETHER_MS, onDropped);
  process.on('exit', () => writer.flush());
  if (!terminal) return pino(options, writer);
  const { prettyFactory } = await import('pino-pretty');
  const plain = prettyFactory({ singleLine: true, translateTime: 'SYS:HH:MM:ss', colorize: true });
  return pino(options, {
    write: (line: string) => writer.write(plain(line) ?? ''),
    flush: () => writer.flush(),
  } as pino.DestinationStream);
}
