import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { embeddingsFile } from '../../src/registry/embeddingStore';
import { startBuiltServer, type BuiltServer } from '../support/builtServer';
import { tinyModels } from '../support/tinyModels';
import { until } from '../support/until';

/** SERVER_KILLS=20 for the long run. */
const KILLS = Number(process.env.SERVER_KILLS ?? 2);
const CLIENTS = 4;
/** Of one request. */
const TEXTS = 8;
const MODELS = ['one', 'other'];

let settings: Record<string, string>;
let database: string;

beforeAll(async () => {
  const { encoder, models } = await tinyModels(...MODELS);
  database = join(models, 'shelfcast.db');
  settings = {
    SHELFCAST_ENCODER: encoder,
    SHELFCAST_MODELS: models,
    SHELFCAST_DB: database,
    SHELFCAST_DEVICE: 'cpu',
  };
});

const post = (url: string, body: unknown) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test(
  `a server that is killed ${KILLS} times under load loses nothing that it has acknowledged`,
  async () => {
    const given = new Map<string, number[]>();
    let active: string | null = null;
    let activations = 0;
    let vectors = 0;
    for (let round = 0; round < KILLS; round++) {
      const server = await startBuiltServer(settings);
      if (active !== null) expect(await activeModel(server)).toBe(active);
      vectors += await expectSameVectors(server, given);
      const [before, stored] = [given.size, storedVectors()];
      const load = putLoad(server, round, given);
      const enough = async () => {
        await until(() => given.size > before + CLIENTS * TEXTS && storedVectors() > stored);
      };
      const switched = await switchModels(server, 7 + 5 * round, enough());
      active = switched.last;
      activations += switched.acknowledged;
      server.child.kill('SIGKILL');
      await once(server.child, 'exit');
      await load;
      await server.stop();
      for (const file of [database, embeddingsFile(database)]) expect(integrity(file)).toBe('ok');
    }
    if (process.env.SERVER_KILLS)
      console.info(`${activations} activations, ${given.size} texts answered, ${vectors} vectors compared`);
  },
  600_000 + KILLS * 60_000,
);

/** Embeds texts never seen before until the server is gone; what was answered is noted. */
async function putLoad({ url }: BuiltServer, round: number, given: Map<string, number[]>): Promise<void> {
  const client = async (client: number) => {
    for (let turn = 0; ; turn++) {
      const texts = Array.from({ length: TEXTS }, (_, at) => `mug ${round} ${client} ${turn} ${at}`);
      const answer = await post(`${url}/embed`, { texts }).catch(() => null);
      const body = await answer?.json().catch(() => null);
      if (!body) return;
      // A busy machine's server may refuse.
      if (!answer!.ok) continue;
      texts.forEach((text, at) => given.set(text, (body as { embeddings: number[][] }).embeddings[at]));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, at) => client(at)));
}

/** Makes one model and the other the active one, so often at least and until `enough`; tells which was acknowledged last. */
async function switchModels(
  { url }: BuiltServer,
  least: number,
  enough: Promise<void>,
): Promise<{ last: string; acknowledged: number }> {
  let isEnough = false;
  void enough.then(() => (isEnough = true));
  for (let turn = 0; ; turn++) {
    const name = MODELS[turn % MODELS.length];
    expect((await post(`${url}/models/${name}/activate`, {})).status).toBe(200);
    if (isEnough && turn + 1 >= least) return { last: name, acknowledged: turn + 1 };
  }
}

function storedVectors(): number {
  if (!existsSync(embeddingsFile(database))) return 0;
  const opened = new BetterSqlite3(embeddingsFile(database), { readonly: true });
  try {
    return opened.prepare<[], number>('SELECT count(*) FROM embeddings').pluck().get() ?? 0;
  } finally {
    opened.close();
  }
}

async function activeModel({ url }: BuiltServer): Promise<string> {
  return ((await (await fetch(`${url}/info`)).json()) as { model: string }).model;
}

/** Of texts embedded before, those that the cache has kept and those it had not written yet; tells how many. */
async function expectSameVectors({ url }: BuiltServer, given: Map<string, number[]>): Promise<number> {
  const step = Math.ceil(given.size / 64);
  const texts = [...given.keys()].filter((_, at) => at % step === 0);
  if (texts.length === 0) return 0;
  const { embeddings, cached } = (await (await post(`${url}/embed`, { texts })).json()) as {
    embeddings: number[][];
    cached: boolean[];
  };
  expect(cached).toContain(true);
  for (const [at, text] of texts.entries()) {
    const most = Math.max(...embeddings[at].map((value, place) => Math.abs(value - given.get(text)![place])));
    // Half precision at most; the encoder's batches differ in the last bits.
    expect(most).toBeLessThan(1e-3);
  }
  return texts.length;
}

function integrity(file: string): unknown {
  const opened = new BetterSqlite3(file);
  try {
    return opened.pragma('integrity_check', { simple: true });
  } finally {
    opened.close();
  }
}
