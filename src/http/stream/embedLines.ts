import { z } from 'zod';
import { MAX_TEXT_CHARACTERS } from '../../contract/limits';
import type { ForecastService } from '../../contract/service';
import { parseJson } from '../exchange/body';
import { validated } from '../exchange/validate';
import { vectorJson } from '../exchange/vectorJson';
import type { LineWork } from './answerLines';
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
  query: z.infer<typeof embedLineQuery>,
): LineWork<z.infer<typeof textLine>> {
  return {
    check: () => service.checkServing(null),
    together: 32,
    parse: (bytes) => validated(textLine, parseJson(bytes)),
    run: async (texts, call) => {
      const { embeddings, tokens, truncated, cached } = await service.embed({ ...query, texts }, call);
      return texts.map((_, i) => {
        const rest = { tokens: tokens[i], truncated: truncated[i], cached: cached[i] };
        return `{"embedding":${vectorJson(embeddings[i])},${JSON.stringify(rest).slice(1)}`;
      });
    },
  };
}
