import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { certain } from '../../common/certain';
import { sentError } from '../../contract/sentError';
import { adoptWeeks } from '../weeks/adoptWeeks';
import { databaseProblem, openDatabase } from '../database/database';
import { REGISTRY } from '../database/migrations';
import type { LogEntry } from '../shared/applyEntries';
import { Erasure } from './erasure';
import type { WriteAnswer, WriteRequest, WriterNews } from './messages';
import { WRITES } from './writes';

/** A transaction collects waiting writes for this long, then they are answered. */
const TOGETHER_MS = 50;
/** Another program may need this long to load a file into the catalog. */
const LOCK_MS = 20_000;

/** In place of an entry number of a shared log, which this catalog does not have. */
const NO_ENTRY = 0;

const { file, restMs } = workerData as { file: string; restMs: number };
const port = certain(parentPort, 'thread that started this one');
const database = openDatabase(file, REGISTRY);
database.pragma('synchronous = FULL');
database.pragma(`busy_timeout = ${LOCK_MS}`);

database.transaction(() => adoptWeeks(database)).immediate();

const erasure = new Erasure(database, (error) =>
  port.postMessage({
    warning: `what was removed cannot be erased yet: ${error.message}`,
  } satisfies WriterNews),
);

const writes = new Map<string, (argument: never, sequence: number) => unknown>();
for (const [name, write] of Object.entries(WRITES)) writes.set(name, write(database));

/** Within a transaction this is a savepoint. */
const alone = database.transaction((name: string, argument: unknown) =>
  certain(writes.get(name), `write ${name}`)(argument as never, NO_ENTRY),
);

const together = database.transaction((requests: WriteRequest[], answers: WriteAnswer[]) => {
  const end = performance.now() + TOGETHER_MS;
  for (let request: WriteRequest | null | undefined = requests[0]; request; request = next()) {
    if (request !== requests[0]) requests.push(request);
    answers.push(answer(request));
    if (performance.now() > end) break;
  }
});

let ended = false;
const rest = setTimeout(() => {
  const late = next();
  if (late !== undefined) return take(late);
  if (erasure.isDue) return void rest.refresh();
  port.postMessage('rests' satisfies WriterNews);
  end();
}, restMs);

/** A write is answered only once it is on disk. */
function take(request: WriteRequest | null): void {
  if (ended) return;
  if (request === null) return end();
  rest.refresh();
  const requests = [request];
  let answers: WriteAnswer[] = [];
  try {
    together.immediate(requests, answers);
  } catch (error) {
    const told = sentError(databaseProblem(error) ?? error);
    answers = requests.map(({ id }) => ({ id, error: told }));
  }
  if (!requests.every(removes)) erasure.wrote();
  if (requests.some(removes)) erasure.removed();
  port.postMessage({ answers } satisfies WriterNews);
}
port.on('message', take);

function end(): void {
  ended = true;
  clearTimeout(rest);
  erasure.close();
  database.close();
  port.close();
}

/** Whether a request may have permanently removed something. */
function removes({ name, argument }: WriteRequest): boolean {
  const isRemoval = (kind: string) => kind === 'removeProduct' || kind === 'restoreView';
  return (
    isRemoval(name) ||
    (name === 'applyEntries' && (argument as LogEntry[]).some(({ kind }) => isRemoval(kind)))
  );
}

/** The next waiting request; null asks to end. */
function next(): WriteRequest | null | undefined {
  return (receiveMessageOnPort(port) as { message: WriteRequest | null } | undefined)?.message;
}

function answer({ id, name, argument }: WriteRequest): WriteAnswer {
  try {
    return { id, result: alone(name, argument) };
  } catch (error) {
    if (!database.inTransaction) throw error;
    return { id, error: sentError(databaseProblem(error) ?? error) };
  }
}
