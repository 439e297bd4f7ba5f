import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Settings } from '../../contract/settings';

/** JSON lines are written together: so many bytes, or what came within so many milliseconds; at exit, all. */
const TOGETHER_BYTES = 4096;
const TOGETHER_MS = 100;

/**
 * The server's log: JSON lines, or where a person reads along (`terminal`) lines of plain text, each written at once, so
 * that none gets between those of the welcome.
 */
export function openLog(
  level: Settings['logLevel'],
  { fd, terminal }: { fd: number; terminal: boolean },
): Logger {
  const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  const stream = terminal
    ? pretty({ destination: fd, sync: true, singleLine: true, translateTime: 'SYS:HH:MM:ss' })
    : pino.destination({ fd, sync: false, minLength: TOGETHER_BYTES, periodicFlush: TOGETHER_MS });
  return pino(options, stream);
}
