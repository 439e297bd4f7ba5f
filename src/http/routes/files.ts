import type { DataSchema } from '../../contract/dataSchema';
import { ShelfcastError } from '../../contract/errors';
import { filePreview, filePreviewQuery } from '../../contract/filePreview';
import { withSpooled } from '../../ingest/file/dataFile';
import { previewFile } from '../../ingest/previewFile';
import { parseSchema } from '../../ingest/schemaFile';
import { endpoint, type Endpoint } from '../exchange/endpoint';

const MOST_FILE_BYTES = 64 * 2 ** 20;
const MOST_UNPACKED_BYTES = 256 * 2 ** 20;
/** Files read at once: each takes a processor and memory for as long as it is read. */
const MOST_AT_ONCE = 2;
const RETRY_SECONDS = 2;

/** Uploaded files of sales or items. */
export function fileEndpoints(): Endpoint[] {
  let underWay = 0;
  return [
    endpoint({
      method: 'post',
      path: '/files/preview',
      tag: 'Files',
      summary: 'What a file of sales or items is understood as',
      description:
        'The body is the file itself: CSV or TSV in any usual encoding, gzip, or .xlsx. Nothing is stored. The answer ' +
        'tells the columns, the schema guessed, the first rows, the weekly totals, and what was dropped and why.',
      query: filePreviewQuery,
      answer: { schema: filePreview },
      errors: ['too_large', 'queue_full', 'not_json', 'unsupported_media_type'],
      takesFile: true,
      handle: async ({ query, upload }) => {
        const { name = 'the file', sheet, encoding, schema } = query;
        const given = schema === undefined ? null : givenSchema(schema);
        if (underWay >= MOST_AT_ONCE) {
          throw new ShelfcastError(
            'queue_full',
            `${MOST_AT_ONCE} files are being read; send this one again in ${RETRY_SECONDS} s.`,
            { retryAfterSeconds: RETRY_SECONDS },
          );
        }
        underWay++;
        try {
          const about = { name, sheet, encoding, mostBytes: MOST_UNPACKED_BYTES };
          return await withSpooled(
            upload,
            about,
            async (file) => ({ json: await previewFile(file, given) }),
            MOST_FILE_BYTES,
          );
        } finally {
          underWay--;
        }
      },
    }),
  ];
}

function givenSchema(text: string): DataSchema {
  return parseSchema(text, 'the schema');
}
