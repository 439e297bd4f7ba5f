import { embedRequest } from '../../contract/forecastRequests';
import { embedResponse } from '../../contract/forecastAnswers';
import { MAX_ITEMS } from '../../contract/limits';
import type { ForecastService } from '../../contract/service';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import { vectorJson } from '../exchange/vectorJson';
import { answerLines } from '../stream/answerLines';
import { embedLineAnswer, embedLineQuery, embedLines, textLine } from '../stream/embedLines';

export function embeddingEndpoints(service: ForecastService): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/embed',
      tag: 'Embeddings',
      scope: 'read',
      summary: 'Embed texts',
      description: `1 to ${MAX_ITEMS} texts as JSON; any number as NDJSON, one JSON string a line.`,
      body: embedRequest,
      countLimits: [{ field: 'texts', most: MAX_ITEMS }],
      answer: { schema: embedResponse },
      errors: ['text_refused'],
      lines: {
        line: textLine,
        answer: embedLineAnswer,
        query: embedLineQuery,
        handle: (request, query, exchange) => answerLines(request, exchange, embedLines(service, query)),
      },
      handle: async ({ body, exchange }) => {
        const { embeddings, ...rest } = await service.embed(body, exchange);
        exchange.timings = rest.timings;
        const vectors = embeddings.map(vectorJson).join(',');
        return {
          text: `{"embeddings":[${vectors}],${JSON.stringify(rest).slice(1)}`,
          contentType: 'application/json',
        };
      },
    }),
  ];
}
