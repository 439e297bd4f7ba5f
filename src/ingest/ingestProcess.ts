import { ShelfcastError } from '../contract/errors';
import { databaseProblem, openDatabase } from '../registry/database';
import { REGISTRY } from '../registry/migrations';
import { guessSchema } from './guessSchema';
import type { IngestMessage, IngestReply, IngestRequest } from './ingestApart';
import { ingestSales } from './ingestSales';

/** A process of its own for one file: asked by the first message, it answers with one and ends; so it does when left alone. */
process.once('message', (request: IngestRequest) => {
  process.once('disconnect', () => process.exit());
  void reply(request).then((answer) => process.send!(answer, () => process.exit()));
});

async function reply({ database: path, file, schema: given, covers }: IngestRequest): Promise<IngestReply> {
  try {
    const schema = given ?? (await guessSchema(file));
    if (schema.mode !== 'demand') {
      throw new ShelfcastError('invalid', 'the catalog holds weekly sales; a schema in table mode has none');
    }
    const database = openDatabase(path, REGISTRY);
    try {
      const { report, written } = await ingestSales(database, file, schema, {
        covers,
        onProgress: (read, of) => void process.send!({ read, of } satisfies IngestMessage),
      });
      return { schema, report, written };
    } finally {
      database.close();
    }
  } catch (cause) {
    const error = databaseProblem(cause, path) ?? cause;
    if (!(error instanceof ShelfcastError)) return { failed: (error as Error).stack ?? String(error) };
    const { code, detail, options } = error;
    return { refused: { code, detail, retryAfterSeconds: options.retryAfterSeconds } };
  }
}
