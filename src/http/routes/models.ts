import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ShelfcastError } from '../../contract/errors';
import { evaluation } from '../../contract/evaluation/evaluation';
import { manifest, MODEL_FILES } from '../../contract/manifest';
import { foundSchema } from '../../contract/foundSchema';
import type { ForecastService, ModelState } from '../../contract/service';
import type { Catalog } from '../../registry/catalog';
import type { ModelRegistry, RegisteredModel } from '../../registry/models/models';
import { isTrainedHere, type OfferedModels } from '../../registry/models/offeredModels';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import { evaluationCommands } from './evaluationCommands';

const tag = 'Models';

const shownManifest = manifest.omit({ golden: true, files: true });

const modelState = z
  .object({
    name: z.string(),
    active: z.boolean(),
    state: z.enum(['serving', 'refused', 'registered']),
    reason: z.string().nullable().meta({ description: 'Why it was refused' }),
    reasons: z.array(foundSchema).meta({ description: 'The same by codes; empty where it has none' }),
    manifest: shownManifest.nullable(),
    evaluated: z.boolean().meta({ description: 'It brings an evaluation' }),
    to_evaluate: z
      .object({ evaluate: z.string(), attach: z.string() })
      .nullable()
      .meta({ description: "Where it brings none: what makes one, as commands on the server's machine" }),
  })
  .meta({ id: 'ModelState' });
const removedModel = z.object({ name: z.string() }).meta({ id: 'RemovedModel' });
const modelList = z.object({ models: z.array(modelState) }).meta({ id: 'ModelList' });

export interface ModelParts {
  service: ForecastService;
  registry: ModelRegistry;
  catalog: Pick<Catalog, 'file'>;
  /** Where the catalog's servers find their models. */
  offered(): OfferedModels;
}

export function modelEndpoints({ service, registry, catalog, offered }: ModelParts): Endpoint[] {
  const shown = (model: ModelState) => shownModel(model, registry.get(model.name), catalog.file);
  return [
    endpoint({
      method: 'get',
      path: '/models',
      tag,
      scope: 'read',
      summary: 'The models, which is active, and why any was refused',
      answer: { schema: modelList },
      handle: () => ({ json: { models: service.models().map(shown) } }),
    }),
    endpoint({
      method: 'get',
      path: '/models/{name}',
      tag,
      scope: 'read',
      summary: 'One model with its manifest',
      answer: { schema: modelState },
      errors: ['unknown_model'],
      handle: ({ params }) => ({ json: shown(modelNamed(service, params.name)) }),
    }),
    endpoint({
      method: 'get',
      path: '/models/{name}/evaluation',
      tag,
      scope: 'read',
      summary: 'How well a model forecast what it had not seen',
      answer: { schema: evaluation },
      errors: ['unknown_model', 'not_found'],
      handle: async ({ params }) => {
        const { name } = modelNamed(service, params.name);
        return { text: await evaluationOf(registry, name), contentType: 'application/json' };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/models/{name}',
      tag,
      scope: 'admin',
      summary: 'Remove a model that a training made, with the products that it was trained with',
      description:
        'Never the active one; and of models that were put here by hand only who runs the server removes the directory.',
      answer: { schema: removedModel },
      errors: ['unknown_model', 'model_in_use'],
      handle: async ({ params }) => {
        const { name } = modelNamed(service, params.name);
        const model = registry.get(name);
        if (model) {
          refuseToRemove(model, catalog.file);
          await forget(offered(), model);
        }
        service.unloadForgotten();
        return { json: { name } };
      },
    }),
    ...CHANGES.map(({ change, summary }) =>
      endpoint({
        method: 'post',
        path: `/models/{name}/${change}`,
        tag,
        scope: 'admin',
        summary,
        answer: { schema: modelState },
        errors: ['unknown_model', 'model_refused'],
        handle: async ({ params }) => ({
          json: shown(await service[change](modelNamed(service, params.name).name)),
        }),
      }),
    ),
  ];
}

function refuseToRemove(model: RegisteredModel, catalogFile: string): void {
  const { name, active } = model;
  if (!isTrainedHere(model, catalogFile)) {
    const detail = `No training of this catalog made '${name}'; \`shelfcast models remove ${name}\` removes it on the server's machine.`;
    throw new ShelfcastError('model_in_use', detail);
  }
  if (active)
    throw new ShelfcastError('model_in_use', `'${name}' is the active model; activate another one first.`);
}

async function forget(models: OfferedModels, { name, directory }: RegisteredModel): Promise<void> {
  try {
    await models.forget(name, directory);
  } finally {
    await models.close();
  }
}

const CHANGES = [
  { change: 'activate', summary: 'Make a model the one that answers where a request names none' },
  { change: 'reload', summary: 'Load a model again from its directory, check it, warm it up, then switch' },
] as const;

/** Throws ShelfcastError `unknown_model`. */
export function modelNamed(service: ForecastService, name: string): ModelState {
  const models = service.models();
  const found = models.find((model) => model.name === name);
  if (found) return found;
  const known = models.map((model) => model.name).join(', ') || 'none';
  throw new ShelfcastError('unknown_model', `There is no model of this name; there is: ${known}.`);
}

async function evaluationOf(registry: ModelRegistry, name: string): Promise<string> {
  try {
    const file = evaluationFile(registry.get(name));
    if (!(await stat(file)).isFile()) throw new Error('not a file');
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ShelfcastError(
      'not_found',
      'The model brings no evaluation; shelfcast evaluate makes one, shelfcast models attach gives it to the model.',
      { cause: error },
    );
  }
}

function evaluationFile(model: RegisteredModel | null): string {
  return join(model?.directory ?? '', MODEL_FILES.evaluation);
}

/** Without the golden records and file hashes, which only the server needs. */
function shownModel(
  { encoder, ...state }: ModelState,
  registered: RegisteredModel | null,
  catalogFile: string,
): z.infer<typeof modelState> {
  const evaluated = existsSync(evaluationFile(registered));
  const model = {
    ...{ ...state, reasons: [...(state.reasons ?? [])], evaluated },
    to_evaluate:
      evaluated || !registered ? null : evaluationCommands({ ...state, encoder }, registered, catalogFile),
  };
  if (!model.manifest) return { ...model, manifest: null };
  const kept = Object.entries(model.manifest).filter(([field]) => field in shownManifest.shape);
  return { ...model, manifest: Object.fromEntries(kept) as z.infer<typeof shownManifest> };
}
