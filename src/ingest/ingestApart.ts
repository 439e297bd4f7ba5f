import { fork } from 'node:child_process';
import { extname, join } from 'node:path';
import type { Covers } from '../contract/covers';
import type { DataSchema, DemandSchema } from '../contract/dataSchema';
import { type ErrorCode, ShelfcastError } from '../contract/errors';
import type { WriteResult } from '../registry/salesWriter';
import type { OnProgress } from './file/bytes';
import type { DataFile } from './file/dataFile';
import type { IngestReport } from './report';

export interface IngestRequest {
  /** The catalog's file. */
  database: string;
  file: DataFile;
  /** Guessed where it is null. */
  schema: DataSchema | null;
  covers?: Covers;
}

export interface IngestedApart {
  schema: DemandSchema;
  report: IngestReport;
  written: WriteResult;
}

export type IngestReply =
  | IngestedApart
  | { refused: { code: ErrorCode; detail: string; retryAfterSeconds?: number } }
  | { failed: string };

/** What its process sends: how far the file is read, and last its reply. */
export type IngestMessage = { read: number; of: number } | IngestReply;

/**
 * Adds a file's sales to the catalog as `ingestSales` does, in a process of its own, so that this one goes on answering.
 * An abort ends it: then all of the file is in the catalog or nothing.
 */
export async function ingestApart(
  request: IngestRequest,
  signal: AbortSignal,
  onProgress?: OnProgress,
): Promise<IngestedApart> {
  const extension = extname(__filename);
  const child = fork(join(__dirname, `ingestProcess${extension}`), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: extension === '.ts' ? ['--import', 'tsx'] : [],
  });
  const end = () => child.kill('SIGKILL');
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  let reply: IngestReply | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: IngestMessage) => {
        if ('read' in message) onProgress?.(message.read, message.of);
        else reply = message;
      });
      child.once('error', reject);
      child.once('close', () => resolve());
      child.send(request, (error) => error && signal.aborted === false && reject(error));
    });
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
  signal.throwIfAborted();
  if (!reply) throw new Error('the process that reads a file ended before it answered');
  if ('failed' in reply) throw new Error(reply.failed);
  if (!('refused' in reply)) return reply;
  const { code, detail, retryAfterSeconds } = reply.refused;
  throw new ShelfcastError(code, detail, { retryAfterSeconds });
}
