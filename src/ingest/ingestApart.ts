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
  /** Guessed where it is null. */
  schema: DataSchema | null;
  covers?: Covers;
}

/** What a file tells, on its way to whoever adds it to the catalog. */
export interface FileToWrite {
  /** As writeSaleFile writes it. */
  file: string;
  source: SalesSource;
  columns: Columns;
}

/** What came of it. */
export type FileWritten = { written: WriteResult } | { error: SentError };

export interface IngestedApart {
  schema: DemandSchema;
  report: IngestReport;
  written: WriteResult;
}

/** What the process is asked: it writes itself, or leaves what it would write in a directory and hands it over. */
export type IngestOrder = IngestRequest & { handsOverIn: string | null };

export type IngestReply = IngestedApart | SentError;

/** What its process sends: how far the file is read, what is to be written for it, and last its reply. */
export type IngestMessage = { read: number; of: number } | { toWrite: FileToWrite } | IngestReply;

/**
 * Adds a file's sales to the catalog as `ingestSales` does, in a process of its own, so that this one goes on answering.
 * An abort ends it: then all of the file is in the catalog or nothing. `write` adds what the file tells where that process
 * must not.
 */
export async function ingestApart(
  request: IngestRequest,
  signal: AbortSignal,
  {
    onProgress,
    write,
  }: { onProgress?: OnProgress; write?: (told: FileToWrite) => Promise<WriteResult> } = {},
): Promise<IngestedApart> {
  // Nothing may be waited for between the start of the process and the listeners on it.
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
