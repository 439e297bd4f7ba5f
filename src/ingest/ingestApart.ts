import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownModule } from '../common/ownModule';
import type { Covers } from '../contract/covers';
import type { DataSchema, DemandSchema } from '../contract/dataSchema';
import { receivedError, type SentError, sentError } from '../contract/sentError';
import type { Columns } from '../registry/columns';
import type { SalesSource, WriteResult } from '../registry/salesWriter';
import type { OnProgress } from './file/bytes';
import type { DataFile } from './file/dataFile';
import type { IngestReport } from './report';

export interface IngestRequest {
  /** The catalog's file. */
  database: string;
  file: DataFile;
  /** Null: guess it. */
  schema: DataSchema | null;
  covers?: Covers;
}

/** A file's sales, to be added to the catalog by the caller. */
export interface FileToWrite {
  /** As writeSaleFile writes it. */
  file: string;
  source: SalesSource;
  columns: Columns;
}

/** The result. */
export type FileWritten = { written: WriteResult } | { error: SentError };

export interface IngestedApart {
  schema: DemandSchema;
  report: IngestReport;
  written: WriteResult;
}

/** The request to the process: it writes to the catalog itself, or puts its data in a directory for the caller. */
export type IngestOrder = IngestRequest & { handsOverIn: string | null };

export type IngestReply = IngestedApart | SentError;

/** Messages of the process: progress, data to write, and finally the reply. */
export type IngestMessage = { read: number; of: number } | { toWrite: FileToWrite } | IngestReply;

/**
 * Adds a file's sales to the catalog like `ingestSales`, but in a separate process, so that this one stays responsive.
 * After an abort, either the whole file is in the catalog or nothing. `write` adds the data if the process must not
 * write itself.
 */
export async function ingestApart(
  request: IngestRequest,
  signal: AbortSignal,
  {
    onProgress,
    write,
  }: { onProgress?: OnProgress; write?: (told: FileToWrite) => Promise<WriteResult> } = {},
): Promise<IngestedApart> {
  // No await may come between starting the process and adding its listeners.
  const handsOverIn = write ? await mkdtemp(join(tmpdir(), 'shelfcast-told-')) : null;
  const { path, execArgv } = ownModule('ingest/ingestProcess');
  const child = fork(path, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv,
  });
  const end = () => child.kill('SIGKILL');
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  let reply: IngestReply | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: IngestMessage) => {
        if ('read' in message) onProgress?.(message.read, message.of);
        else if (!('toWrite' in message)) reply = message;
        else if (write)
          void written(write, message.toWrite).then((answer) => child.connected && child.send(answer));
      });
      child.on('error', reject);
      child.once('close', () => resolve());
      child.send(
        { ...request, handsOverIn } satisfies IngestOrder,
        (error) => error && signal.aborted === false && reject(error),
      );
    });
  } finally {
    signal.removeEventListener('abort', end);
    end();
    if (handsOverIn !== null) await rm(handsOverIn, { recursive: true, force: true });
  }
  signal.throwIfAborted();
  if (!reply) throw new Error('the process that reads a file ended before it answered');
  if ('report' in reply) return reply;
  throw receivedError(reply);
}

function written(
  write: (told: FileToWrite) => Promise<WriteResult>,
  told: FileToWrite,
): Promise<FileWritten> {
  return write(told).then(
    (result) => ({ written: result }),
    (error: unknown) => ({ error: sentError(error) }),
  );
}
