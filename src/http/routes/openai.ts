import { z } from 'zod';
import { boundedArray } from '../../contract/bounded';
import { ShelfcastError } from '../../contract/errors';
import { MAX_ITEMS, MAX_TEXT_CHARACTERS } from '../../contract/limits';
import type { ForecastService } from '../../contract/service';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import type { Exchange } from '../exchange/exchange';
import type { Reply } from '../exchange/reply';
import { vectorJson } from '../exchange/vectorJson';

const MAX_INPUTS = 2048;

const text = z.string().min(1, 'must not be empty').max(MAX_TEXT_CHARACTERS);
const request = z
  .strictObject({
    input: z.preprocess(refuseTokens, z.union([text, boundedArray(text, { min: 1, max: MAX_INPUTS })])),
    model: z.string().max(256).meta({
      description:
        "An encoder, or a model for the encoder that it was trained with; any other name means the server's own. The answer names the encoder that ran",
    }),
    encoding_format: z.enum(['float', 'base64']).default('float'),
    dimensions: z
      .number()
      .int()
      .min(1)
      .optional()
      .meta({ description: "The encoder's own width, or nothing" }),
    user: z.string().max(256).optional(),
  })
  .meta({ id: 'OpenAIEmbeddingRequest' });

const response = z
  .object({
    object: z.literal('list'),
    data: z.array(
      z.object({
        object: z.literal('embedding'),
        index: z.number().int(),
        embedding: z.union([
          z.array(z.number()),
          z.string().meta({ description: 'float32, little-endian, base64' }),
        ]),
      }),
    ),
    model: z.string(),
    usage: z.object({ prompt_tokens: z.number().int(), total_tokens: z.number().int() }),
  })
  .meta({ id: 'OpenAIEmbeddingResponse' });

const openaiModel = z
  .object({ id: z.string(), object: z.literal('model'), created: z.number().int(), owned_by: z.string() })
  .meta({ id: 'OpenAIModel' });
const openaiModels = z
  .object({ object: z.literal('list'), data: z.array(openaiModel) })
  .meta({ id: 'OpenAIModelList' });

export function openaiEndpoints(service: ForecastService): Endpoint[] {
  const startedAt = Math.floor(Date.now() / 1000);
  const encoders = (): z.infer<typeof openaiModel>[] =>
    service.engine().encoders.map(({ name }) => ({
      id: name,
      object: 'model',
      created: startedAt,
      owned_by: 'shelfcast',
    }));
  return [
    endpoint({
      method: 'get',
      path: '/v1/models',
      tag: 'Interfaces of others',
      scope: 'read',
      summary: "The encoders, as OpenAI's API lists models",
      answer: { schema: openaiModels },
      handle: () => ({ json: { object: 'list', data: encoders() } }),
    }),
    endpoint({
      method: 'get',
      path: '/v1/models/{id}',
      tag: 'Interfaces of others',
      scope: 'read',
      summary: "An encoder, as OpenAI's API tells of a model",
      answer: { schema: openaiModel },
      errors: ['unknown_model'],
      handle: ({ params }) => {
        const models = encoders();
        const model = models.find(({ id }) => id === params.id);
        if (model) return { json: model };
        const names = models.map(({ id }) => id).join(', ');
        throw new ShelfcastError('unknown_model', `There is no encoder of this name; there is: ${names}.`);
      },
    }),
    endpoint({
      method: 'post',
      path: '/v1/embeddings',
      tag: 'Interfaces of others',
      scope: 'read',
      summary: "Embeddings as OpenAI's API gives them",
      body: request,
      countLimits: [{ field: 'input', most: MAX_INPUTS }],
      answer: { schema: response },
      errors: ['text_refused'],
      handle: ({ body, exchange }) => embed(service, body, exchange),
    }),
  ];
}

async function embed(
  service: ForecastService,
  body: z.infer<typeof request>,
  exchange: Exchange,
): Promise<Reply> {
  const state = service.engine();
  const asked = state.encoders.find(({ name, models }) => name === body.model || models.includes(body.model));
  const { name, dimension } = asked ?? state.encoder;
  if (body.dimensions !== undefined && body.dimensions !== dimension) {
    const message = `must be ${dimension} or left out: the encoder's vectors cannot be shortened without loss`;
    throw new ShelfcastError('invalid', message, { issues: [{ path: 'dimensions', message }] });
  }
  const texts = typeof body.input === 'string' ? [body.input] : body.input;
  const { embeddings, tokens } = await embedAll(service, texts, asked && body.model, exchange);
  const total = tokens.reduce((sum, count) => sum + count, 0);
  const written = body.encoding_format === 'base64' ? base64 : vectorJson;
  const data = embeddings.map(
    (vector, index) => `{"object":"embedding","index":${index},"embedding":${written(vector)}}`,
  );
  const rest = { model: name, usage: { prompt_tokens: total, total_tokens: total } };
  return {
    text: `{"object":"list","data":[${data.join(',')}],${JSON.stringify(rest).slice(1)}`,
    contentType: 'application/json',
  };
}

/** Requests here may be larger than the service accepts at once. */
async function embedAll(
  service: ForecastService,
  texts: string[],
  model: string | undefined,
  exchange: Exchange,
) {
  const embeddings: Float32Array[] = [];
  const tokens: number[] = [];
  for (let start = 0; start < texts.length; start += MAX_ITEMS) {
    const part = await service.embed(
      { texts: texts.slice(start, start + MAX_ITEMS), normalize: true, model },
      exchange,
    );
    embeddings.push(...part.embeddings);
    tokens.push(...part.tokens);
    exchange.timings = part.timings;
  }
  return { embeddings, tokens };
}

function refuseTokens(input: unknown, context: z.core.$RefinementCtx): unknown {
  if (Array.isArray(input) && input.some((entry) => typeof entry === 'number' || Array.isArray(entry))) {
    context.issues.push({
      code: 'custom',
      input,
      message:
        'must be text: token ids of another tokenizer mean nothing to this encoder; send the texts themselves ' +
        '(LangChain: check_embedding_ctx_length=False)',
    });
    return z.NEVER;
  }
  return input;
}

/** As a JSON string. */
function base64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return `"${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}"`;
}
