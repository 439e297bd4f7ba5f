import { ShelfcastError } from '../../contract/errors';
import { type FileIngest, fileIngest, fileIngestQuery } from '../../contract/fileIngest';
import { filePreview, filePreviewQuery } from '../../contract/filePreview';
import { type DataFile, withSpooled } from '../../ingest/file/dataFile';
import { type FileToWrite, ingestApart, type IngestedApart } from '../../ingest/ingestApart';
import { parseSchema } from '../../ingest/schemaFile';
import type { WriteResult } from '../../registry/salesWriter';
import { nextStep, type NextStepParts } from './nextStep';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import type { Exchange } from '../exchange/exchange';
import type { Reply } from '../exchange/reply';
import { progressLines, type Tell } from '../stream/progressLines';
import { queryFlag } from '../stream/queryOptions';

/** Loaded on first use, so that a start need not wait for it. */
const previews = () => import('../../ingest/previewFile');

const MOST_FILE_BYTES = 64 * 2 ** 20;
const MOST_UNPACKED_BYTES = 256 * 2 ** 20;
/** Files read at once: each takes a core and memory while it is read. */
const MOST_AT_ONCE = 2;
const RETRY_SECONDS = 2;

const tag = 'Files';
const FORMS = 'The body is the file itself: CSV or TSV in any usual encoding, gzip, or .xlsx. ';
const progress = queryFlag(false).meta({
  description:
    'Answer as NDJSON: lines of `{done, of}` in bytes while the file is read, then the answer or a problem',
});

export interface FileParts extends NextStepParts {
  /** Adds a parsed file to the catalog, if the process that reads it may not do so itself. */
  writeFile?: (told: FileToWrite) => Promise<WriteResult>;
}

/** Uploaded files of sales or items. */
export function fileEndpoints(parts: FileParts): Endpoint[] {
  const { catalog } = parts;
  const read = fewAtOnce(MOST_AT_ONCE, `${MOST_AT_ONCE} files are being read`);
  const store = fewAtOnce(1, 'Another file is being stored');
  const takesFile = { method: 'post', tag, takesFile: true } as const;
  const errors = ['too_large', 'queue_full', 'not_json', 'unsupported_media_type'] as const;
  return [
    endpoint({
      ...takesFile,
      path: '/files/preview',
      scope: 'read',
      summary: 'What a file of sales or items is understood as',
      description:
        `${FORMS}Nothing is stored. The answer tells the columns, the schema guessed, the first rows, the weekly ` +
        'totals, and what was dropped and why.',
      query: filePreviewQuery.extend({ progress }),
      answer: { schema: filePreview },
      errors: [...errors],
      handle: ({ query: { schema, progress: told, ...about }, upload, exchange }) => {
        const given = givenSchema(schema);
        return replied(told, exchange, (tell) =>
          read(() =>
            onDisk(upload, about, exchange, async (file) =>
              (await previews()).previewFile(file, given, tell),
            ),
          ),
        );
      },
    }),
    endpoint({
      ...takesFile,
      path: '/ingest',
      scope: 'write',
      summary: "Put a file's sales into the catalog",
      description:
        `${FORMS}All of it is stored or nothing, and what the catalog has already changes nothing. The answer tells ` +
        'how the file was understood, what was dropped and why, and which weeks count as zero.',
      query: fileIngestQuery.extend({ progress }),
      answer: { schema: fileIngest },
      errors: [...errors, 'not_ready'],
      handle: ({ query: { schema, covers, progress: told, ...about }, upload, exchange }) => {
        const given = givenSchema(schema);
        return replied(told, exchange, (tell) =>
          store(() =>
            onDisk(upload, about, exchange, async (file): Promise<FileIngest> => {
              const request = { database: catalog.file, file, schema: given, covers };
              const handed = { onProgress: tell, write: parts.writeFile };
              const ingested = await ingestApart(request, exchange.signal, handed);
              return { ...stored(file.name, ingested), next: nextStep(parts)?.text ?? null };
            }),
          ),
        );
      },
    }),
  ];
}

/** The result of some work, preceded by its progress if requested. */
async function replied(
  told: boolean,
  exchange: Exchange,
  work: (tell?: Tell) => Promise<unknown>,
): Promise<Reply> {
  return told ? progressLines(work, exchange) : { json: await work() };
}

/** A function that does work unless `most` others are in progress. */
function fewAtOnce(most: number, busy: string) {
  let underWay = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (underWay >= most) {
      const detail = `${busy}; send this one again in ${RETRY_SECONDS} s.`;
      throw new ShelfcastError('queue_full', detail, { retryAfterSeconds: RETRY_SECONDS });
    }
    underWay++;
    try {
      return await work();
    } finally {
      underWay--;
    }
  };
}

/** Works with an uploaded file while it is on disk. */
function onDisk<T>(
  upload: AsyncIterable<Buffer>,
  { name = 'the file', ...about }: { name?: string; sheet?: string; encoding?: string },
  { signal }: Exchange,
  work: (file: DataFile) => Promise<T>,
): Promise<T> {
  const described = { name, ...about, mostBytes: MOST_UNPACKED_BYTES };
  return withSpooled(upload, described, work, { most: MOST_FILE_BYTES, signal });
}

function givenSchema(text: string | undefined) {
  return text === undefined ? null : parseSchema(text, 'the schema');
}

function stored(name: string, { schema, report, written }: IngestedApart): Omit<FileIngest, 'next'> {
  return {
    name,
    schema: { ...schema },
    report,
    catalog: {
      products: written.products,
      new_products: written.newProducts,
      weeks: written.weeks,
      changed_weeks: written.changedWeeks,
      waiting_rows: written.waiting,
      zero_weeks: written.zeroWeeks,
      unknown_weeks: written.unknownWeeks,
      replaced_synthetic: written.replacedSynthetic,
    },
  };
}
