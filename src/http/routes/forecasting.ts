import {
  compareRequest,
  embedAndPredictRequest,
  predictRequest,
  similarRequest,
  whatifRequest,
} from '../../contract/forecastRequests';
import {
  forecastResponse,
  itemForecast,
  type Timings,
  similarResponse,
  whatifResponse,
} from '../../contract/forecastAnswers';
import { item } from '../../contract/item';
import { MAX_ITEMS } from '../../contract/limits';
import type { ForecastService } from '../../contract/service';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import type { Reply } from '../exchange/reply';
import { answerLines } from '../stream/answerLines';
import { forecastLines, forecastLineQuery } from '../stream/forecastLines';

const tag = 'Forecasting';
const countLimits = [{ field: 'items' as const, most: MAX_ITEMS }];
const errors = ['unknown_model', 'text_refused'] as const;

export function forecastingEndpoints(service: ForecastService): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/embed-and-predict',
      tag,
      scope: 'read',
      summary: 'Forecast products from their words and numbers',
      description: `1 to ${MAX_ITEMS} items as JSON; any number as NDJSON, one item a line, options in the query.`,
      body: embedAndPredictRequest,
      countLimits,
      answer: { schema: forecastResponse },
      errors: [...errors],
      lines: {
        line: item,
        answer: itemForecast,
        query: forecastLineQuery,
        handle: (request, query, exchange) => answerLines(request, exchange, forecastLines(service, query)),
      },
      handle: async ({ body, exchange }) => forecasts(await service.embedAndPredict(body, exchange)),
    }),
    endpoint({
      method: 'post',
      path: '/predict',
      tag,
      scope: 'read',
      summary: 'Forecast from numbers alone',
      body: predictRequest,
      countLimits,
      answer: { schema: forecastResponse },
      errors: [...errors],
      handle: async ({ body, exchange }) => forecasts(await service.predict(body, exchange)),
    }),
    endpoint({
      method: 'post',
      path: '/compare',
      tag,
      scope: 'read',
      summary: 'Forecast with words and numbers, with numbers alone and with words alone, side by side',
      body: compareRequest,
      countLimits,
      answer: { schema: forecastResponse },
      errors: [...errors],
      handle: async ({ body, exchange }) => forecasts(await service.compare(body, exchange)),
    }),
    endpoint({
      method: 'post',
      path: '/whatif',
      tag,
      scope: 'read',
      summary: 'Forecast one product under other promotion texts, prices or dates',
      body: whatifRequest,
      answer: { schema: whatifResponse },
      errors: [...errors],
      handle: async ({ body, exchange }) => forecasts(await service.whatif(body, exchange)),
    }),
    endpoint({
      method: 'post',
      path: '/similar',
      tag,
      scope: 'read',
      summary: 'Known products whose words are most like a text',
      body: similarRequest,
      answer: { schema: similarResponse },
      errors: [...errors],
      handle: async ({ body, exchange }) => forecasts(await service.similar(body, exchange)),
    }),
  ];
}

function forecasts(answer: { timings: Timings }): Reply {
  return { json: answer, timings: answer.timings };
}
