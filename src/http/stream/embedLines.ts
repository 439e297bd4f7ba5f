import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { MAX_TEXT_CHARACTERS } from '../../contract/limits';
import type { ForecastService } from '../../contract/service';
import { parseJson } from '../exchange/body';
import type { Exchange } from '../exchange/exchange';
import type { LineReply } from '../exchange/reply';
import { validated } from '../exchange/validate';
import { vectorJson } from '../exchange/vectorJson';
import { answerLines } from './answerLines';
import { queryFlag } from './queryOptions';

export const textLine = z
  .string()
  .max(MAX_TEXT_CHARACTERS)
  .meta({ id: 'TextLine', description: 'A text to embed' });
export const embedLineQuery = z.strictObject({ normalize: queryFlag(true) });
export const embedLineAnswer = z
  .object({
    embedding: z.array(z.number()),
    tokens: z.number().int(),
    truncated: z.boolean(),
    cached: z.boolean(),
  })
  .meta({ id: 'EmbedLineAnswer' });

export function embedLines(
  service: ForecastService,
  request: IncomingMessage,
  query: z.infer<typeof embedLineQuery>,
  exchange: Exchange,
): LineReply {
  const lines = answerLines(request, exchange, {
    together: 32,
    parse: (bytes) => validated(textLine, parseJson(bytes)),
    run: async (texts, call) => {
      const { embeddings, tokens, truncated, cached } = await service.embed({ ...query, texts }, call);
      return texts.map((_, i) => {
        const rest = { tokens: tokens[i], truncated: truncated[i], cached: cached[i] };
        return `{"embedding":${vectorJson(embeddings[i])},${JSON.stringify(rest).slice(1)}`;
      });
    },
  });
  return { lines, contentType: 'application/x-ndjson' };
}
