import { createHash } from 'node:crypto';
import { embedAndPredictRequest, type EmbedAndPredictRequest } from '../../src/contract/forecastRequests';
import { call, startTinyService, type TinyService } from '../support/serving';
import { until } from '../support/until';
import { collectGarbage } from '../support/heap';

/** PROCESS_KILLS=30 for the long run. */
const KILLS = Number(process.env.PROCESS_KILLS ?? 2);
const CLIENTS = 8;
const MEGABYTE = 1_000_000;

const request = (...descriptions: string[]): EmbedAndPredictRequest =>
  embedAndPredictRequest.parse({ items: descriptions.map((description) => ({ description })) });

describe('with processes that end', () => {
  let tiny: TinyService;
  beforeAll(async () => {
    tiny = await startTinyService({ processes: 2, engine: { hangMs: 1000 } });
  });
  afterAll(async () => {
    await tiny.service.close();
    tiny.database.close();
  });

  test(
    `one of them killed ${KILLS} times under load, they cost no request`,
    async () => {
      let stop = false;
      let answered = 0;
      const clients = Array.from({ length: CLIENTS }, async (_, client) => {
        for (let round = 0; !stop; round++) {
          const items = Array.from({ length: 8 }, (_, at) => `mug ${client} ${round} ${at}`);
          const { items: answers } = await tiny.service.embedAndPredict(request(...items), call());
          answered += answers.length;
        }
      });
      const { pool } = tiny.service.parts.encoders.own;
      const kill = async () => {
        for (let kills = 0; kills < KILLS && !stop; kills++) {
          const before = answered;
          await until(() => stop || (answered > before + 8 * CLIENTS && pool.state().running === 2));
          const { pids } = pool.state();
          process.kill(pids[kills % pids.length], 'SIGKILL');
          await until(() => stop || pool.state().restarts > kills);
        }
      };
      await Promise.race([kill(), ...clients]).finally(() => (stop = true));
      await Promise.all(clients);
      expect(pool.state().restarts).toBeGreaterThanOrEqual(KILLS);
      if (process.env.PROCESS_KILLS)
        console.info(`${answered} items answered, ${pool.state().restarts} processes started again`);
    },
    600_000 + KILLS * 60_000,
  );

  test('a text that ends two of them is refused by name and logged by hash; the others are answered', async () => {
    const beside = tiny.service.embedAndPredict(request('red mug', 'blue mug'), call());
    const poisoned = tiny.service.embedAndPredict(request('red mug', 'heart poison'), call());
    await expect(poisoned).rejects.toMatchObject({
      code: 'text_refused',
      options: { issues: [{ path: 'items[1].description' }] },
    });
    expect((await beside).items).toHaveLength(2);
    const sha256 = createHash('sha256').update('heart poison').digest('hex');
    expect(tiny.log.filter(({ details }) => details.sha256 === sha256)).toHaveLength(1);
    expect(JSON.stringify(tiny.log)).not.toContain('heart poison');

    const { restarts } = tiny.service.engine().processes;
    await expect(tiny.service.embedAndPredict(request('heart poison'), call())).rejects.toMatchObject({
      code: 'text_refused',
    });
    expect(tiny.service.engine().processes.restarts).toBe(restarts);
  });
});

test('overfilled threefold again and again, it refuses what is too much, keeps its memory and recovers', async () => {
  const tiny = await startTinyService({ queueTexts: 128 });
  const ask = (wave: number, client: number) =>
    tiny.service.embedAndPredict(
      request(...Array.from({ length: 16 }, (_, at) => `lantern ${wave} ${client} ${at}`)),
      call(),
    );
  const memory: number[] = [];
  for (let wave = 0; wave < 8; wave++) {
    const asked = Array.from({ length: 24 }, (_, client) => ask(wave, client));
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(outcomes.length - refused.length).toBe(8);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({
        code: 'queue_full',
        options: { retryAfterSeconds: expect.any(Number) },
      });
    }
    expect((await ask(wave, 99)).items).toHaveLength(16);
    expect(tiny.service.engine().queue).toEqual({ texts: 0, tokens: 0 });
    memory.push(memoryInUse());
  }
  expect(memory.at(-1)! - memory[3]).toBeLessThan(3 * MEGABYTE);
  await tiny.service.close();
  tiny.database.close();
});

test('stopped under load, it answers what it has accepted and takes nothing new', async () => {
  const tiny = await startTinyService();
  const work = Array.from({ length: 10 }, (_, client) =>
    tiny.service.embedAndPredict(
      request(...Array.from({ length: 32 }, (_, at) => `card ${client} ${at}`)),
      call(),
    ),
  );
  const closing = tiny.service.close();
  await expect(tiny.service.embedAndPredict(request('late'), call())).rejects.toMatchObject({
    code: 'draining',
  });
  expect((await Promise.all(work)).every(({ items }) => items.length === 32)).toBe(true);
  await closing;
  tiny.database.close();
});

function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
