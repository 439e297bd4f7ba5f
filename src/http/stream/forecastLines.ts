import { z } from 'zod';
import { forecastOptions, horizon } from '../../contract/forecastRequests';
import { item, type Item } from '../../contract/item';
import type { ForecastService } from '../../contract/service';
import { parseJson } from '../exchange/body';
import { validated } from '../exchange/validate';
import type { LineWork } from './answerLines';
import { queryFlag } from './queryOptions';

const TOGETHER = 32;
/** An explanation costs as much as many forecasts. */
const EXPLAINED_TOGETHER = 4;

/** Options of a stream of items, which has no body for them. */
export const forecastLineQuery = z.strictObject({
  model: forecastOptions.shape.model,
  compare: queryFlag(false),
  explain: queryFlag(false),
  return_embeddings: queryFlag(false),
  horizon: z.coerce.number().pipe(horizon).optional(),
});

export function forecastLines(
  service: ForecastService,
  query: z.infer<typeof forecastLineQuery>,
): LineWork<Item> {
  return {
    check: () => service.checkServing(query),
    together: query.explain ? EXPLAINED_TOGETHER : TOGETHER,
    parse: (bytes) => validated(item, parseJson(bytes)),
    run: async (items, call) => {
      const answer = await service.embedAndPredict({ ...query, items }, call);
      return answer.items.map((forecast) => JSON.stringify(forecast));
    },
  };
}
