import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSmallShop } from '../../test/retraining/support/smallShop';
import type { Cluster, Replica } from './cluster';
import { post } from './load';

const NAME = 'trained';

/** A file told to one server, a training asked of the other, its model made active on the first: what each of them has then. */
export async function training({ replicas: [one, other] }: Cluster): Promise<string[]> {
  const shop = await openSmallShop();
  const query = `schema=${encodeURIComponent(JSON.stringify(shop.schema))}`;
  const ingested = await fetch(`${one.url}/ingest?${query}`, {
    method: 'POST',
    body: readFileSync(shop.sales),
  });
  const answer = await ingested.text();
  shop.remove();
  if (!ingested.ok) return [`a file was answered ${answer}`];
  const refused = await post(`${other.url}/train`, { name: NAME });
  if (refused !== null) return [`a training was answered ${refused}`];
  while (!(await jobOf(one))) await sleep(100);
  const since = performance.now();
  let job = await jobOf(one);
  while (job?.ended === null) {
    await sleep(500);
    job = await jobOf(one);
  }
  if (job?.state !== 'done') return [`the training is ${job?.state}: ${job?.error}`];
  process.stdout.write(
    `a training that one server was asked for is done on both after ${((performance.now() - since) / 1000).toFixed(0)} s\n`,
  );
  for (const replica of [one, other]) while (!(await hasModel(replica))) await sleep(100);
  const failed = await post(`${one.url}/models/${NAME}/activate`, {});
  if (failed !== null) return [`its model's activation was answered ${failed}`];
  for (const { url } of [one, other])
    while (((await read(`${url}/info`)) as { model: string }).model !== NAME) await sleep(20);
  process.stdout.write('its model serves on both, and is the active one\n');
  return [];
}

async function jobOf({
  url,
}: Replica): Promise<{ ended: string | null; state: string; error: string } | undefined> {
  return ((await read(`${url}/jobs`)) as { jobs: { ended: string | null; state: string; error: string }[] })
    .jobs[0];
}

async function hasModel({ url }: Replica): Promise<boolean> {
  const { models } = (await read(`${url}/models`)) as { models: { name: string; state: string }[] };
  return models.some(({ name, state }) => name === NAME && state === 'serving');
}

async function read(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}
