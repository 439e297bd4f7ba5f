import { ShelfcastError } from '../../contract/errors';
import { scenarioRequest, scenariosResponse } from '../../contract/scenarios';
import type { ScenarioStore } from '../../registry/scenarios';
import type { CatalogWriter } from '../../registry/writer/storeWriter';
import { endpoint, type Endpoint } from '../exchange/endpoint';

const tag = 'Scenarios';

export interface ScenarioParts {
  scenarios: ScenarioStore;
  writer: CatalogWriter;
}

/** Plans that people save by name, for all users of the server. */
export function scenarioEndpoints({ scenarios, writer }: ScenarioParts): Endpoint[] {
  const shown = () => ({ scenarios: scenarios.all() });
  return [
    endpoint({
      method: 'get',
      path: '/scenarios',
      scope: 'read',
      tag,
      summary: 'Scenarios that are kept',
      answer: { schema: scenariosResponse },
      handle: () => ({ json: shown() }),
    }),
    endpoint({
      method: 'put',
      path: '/scenarios',
      scope: 'write',
      tag,
      summary: 'Keep a scenario, in the place of one of its name',
      description: 'Whoever may read sees it. It goes with the product that its address names by `sku`.',
      body: scenarioRequest,
      answer: { schema: scenariosResponse },
      handle: async ({ body }) => {
        await writer.write('putScenario', { ...body, saved: new Date().toISOString() });
        return { json: shown() };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/scenarios/{name}',
      scope: 'write',
      tag,
      summary: 'Delete a scenario',
      answer: { schema: scenariosResponse },
      errors: ['not_found'],
      handle: async ({ params }) => {
        if (await writer.write('removeScenario', params.name)) return { json: shown() };
        throw new ShelfcastError('not_found', `There is no scenario '${params.name}'.`);
      },
    }),
  ];
}
