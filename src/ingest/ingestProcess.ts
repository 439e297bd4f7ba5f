import { once } from 'node:events';
import { join } from 'node:path';
import { tellParent } from '../common/tellParent';
import { ShelfcastError } from '../contract/errors';
import { receivedError, sentError } from '../contract/sentError';
import { databaseProblem, openDatabase } from '../registry/database/database';
import { REGISTRY } from '../registry/database/migrations';
import { writeSaleFile } from '../registry/shared/saleFile';
import { guessSchema } from './guessSchema';
import type { FileWritten, IngestMessage, IngestOrder, IngestReply } from './ingestApart';
import { ingestSales, type WriteFile } from './ingestSales';

/** A process for one file: its first message is the request; it replies and ends. It also ends when its parent does. */
process.once('message', (order: IngestOrder) => {
  process.once('disconnect', () => process.exit());
  void reply(order).then((answer) => tellParent(answer, () => process.exit()));
});

async function reply({
  database: path,
  file,
  schema: given,
  covers,
  handsOverIn,
}: IngestOrder): Promise<IngestReply> {
  try {
    const schema = given ?? (await guessSchema(file));
    if (schema.mode !== 'demand') {
      throw new ShelfcastError('invalid', 'the catalog holds weekly sales; a schema in table mode has none');
    }
    const database = openDatabase(path, REGISTRY);
    try {
      const { report, written } = await ingestSales(database, file, schema, {
        covers,
        onProgress: (read, of) => void tellParent({ read, of } satisfies IngestMessage),
        write: handsOverIn === null ? undefined : handOver(join(handsOverIn, 'sales')),
      });
      return { schema, report, written };
    } finally {
      database.close();
    }
  } catch (cause) {
    return sentError(databaseProblem(cause, path) ?? cause);
  }
}

/** Sends the file's data to the caller, and waits until they are in the catalog. */
function handOver(file: string): WriteFile {
  return async (source, products, columns) => {
    writeSaleFile(file, products);
    tellParent({ toWrite: { file, source, columns } } satisfies IngestMessage);
    const [answer]: FileWritten[] = await once(process, 'message');
    if ('error' in answer) throw receivedError(answer.error);
    return answer.written;
  };
}
