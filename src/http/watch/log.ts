import pino, { type Logger } from 'pino';
import type { Settings } from '../../contract/settings';
import { LogWriter } from './logWriter';

/** JSON lines are written together: what came within so many milliseconds; at exit, all. */
const TOGETHER_MS = 100;

/**
 * The server's log: JSON lines, or where a person reads along (`terminal`) lines of plain text, each written at once. Those
 * that cannot be written are dropped, and `onDropped` is told how many.
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
