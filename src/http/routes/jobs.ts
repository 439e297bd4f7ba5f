import { z } from 'zod';
import { ShelfcastError } from '../../contract/errors';
import { job, jobList, type Promotion, trainRequest } from '../../contract/jobs';
import type { JobQueue } from '../../registry/jobs/jobQueue';
import type { JobStore } from '../../registry/jobs/jobs';
import type { ModelRegistry } from '../../registry/models/models';
import { endpoint, type Endpoint } from '../exchange/endpoint';

const tag = 'Training';

/** What the routes of trainings need. */
export interface JobParts {
  store: JobStore;
  queue: JobQueue;
  promote: Promotion;
  /** Called when a job was added. */
  look(): void;
}

const begun = z.object({ job }).meta({ id: 'BegunJob' });

/** Training models on the catalog while the server keeps serving. */
export function jobEndpoints({ store, queue, promote, look }: JobParts, registry: ModelRegistry): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/train',
      tag,
      scope: 'admin',
      summary: "Train a model on the catalog's sales",
      description:
        'In a process of its own at low priority, one training at a time. The new model is tested beside the active ' +
        'one on the last complete weeks; the job tells how both did. It takes over by itself only with `promote` auto.',
      body: trainRequest,
      answer: { schema: begun, status: 202 },
      errors: ['queue_full', 'not_ready'],
      handle: async ({ body: { name = null, until = null, horizon = null } }) => {
        refuseTaken(registry, name);
        const id = await queue.add({ model: name, until, promote, horizon });
        look();
        return { json: { job: store.get(id) } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/jobs',
      tag,
      scope: 'read',
      summary: 'The trainings, the latest first',
      answer: { schema: jobList },
      handle: () => ({ json: { jobs: store.list() } }),
    }),
    endpoint({
      method: 'get',
      path: '/jobs/{id}',
      tag,
      scope: 'read',
      summary: 'One training: how far it is, what it said, and how its model did',
      answer: { schema: job },
      errors: ['not_found'],
      handle: ({ params }) => ({ json: store.get(numberOf(params.id)) }),
    }),
    endpoint({
      method: 'delete',
      path: '/jobs/{id}',
      tag,
      scope: 'admin',
      summary: 'Cancel a training',
      answer: { schema: job },
      errors: ['not_found', 'job_ended', 'not_ready'],
      handle: async ({ params }) => {
        const id = numberOf(params.id);
        await queue.cancel(id);
        return { json: store.get(id) };
      },
    }),
  ];
}

function refuseTaken(registry: ModelRegistry, name: string | null): void {
  if (name === null || !registry.get(name)) return;
  const message = 'is the name of a model that is there already; give the new one another';
  throw new ShelfcastError('invalid', `name ${message}`, { issues: [{ path: 'name', message }] });
}

function numberOf(id: string): number {
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new ShelfcastError('not_found', 'Jobs have whole numbers; see GET /jobs.');
}
