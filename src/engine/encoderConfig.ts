import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf, codeOf } from '../common/thrown';

/** The mean over the tokens, or the first token's vector. */
export const POOLINGS = ['mean', 'cls'] as const;
type Pooling = (typeof POOLINGS)[number];

/** Settings that override a model's own configuration, or fill its gaps. */
export interface EncoderSettings {
  pooling?: Pooling;
  /** Prepended to every text, such as `query: `. */
  prefix?: string;
  /** Longer texts are truncated here; at most the model's own limit. */
  maxTokens?: number;
}

/** What a directory's configuration says about its encoder. */
export interface EncoderConfig {
  /** Width of a sentence vector. */
  dimension: number;
  pooling: Pooling;
  /** Whether the model's own steps end in unit vectors. */
  normalize: boolean;
  /** Most tokens of a text, special ones included. */
  maxTokens: number;
  prefix: string;
}

/** Values of `model_type` in config.json: encoders with full self-attention and a single stack. */
const MODEL_TYPES = new Set(
  (
    'albert bert camembert convbert deberta deberta-v2 distilbert electra ernie eurobert mobilebert modernbert mpnet ' +
    'neobert new nomic_bert rembert roberta roformer squeezebert xlm-roberta'
  ).split(' '),
);

/** Of these, positions start at the padding token's id + 1, which reserves rows of the position table. */
const OFFSET_POSITIONS = new Set(['camembert', 'mpnet', 'roberta', 'xlm-roberta']);

const positive = z.number().positive();

const modelConfig = z.looseObject({
  model_type: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
  is_decoder: z.boolean().nullish(),
  is_encoder_decoder: z.boolean().nullish(),
  hidden_size: positive.int().optional(),
  dim: positive.int().optional(),
  max_position_embeddings: z.number().int().optional(),
  pad_token_id: z.number().int().nullish(),
});
const tokenizerConfig = z.looseObject({ model_max_length: positive.nullish() });
const sentenceConfig = z.looseObject({ max_seq_length: positive.int().nullish() });
const promptConfig = z.looseObject({
  prompts: z.record(z.string(), z.string()).nullish(),
  default_prompt_name: z.string().nullish(),
});
const folder = z.string().regex(/^[\w-][\w.-]*$|^$/, 'must name a folder of the model');
const modulesConfig = z.array(z.looseObject({ type: z.string(), path: folder }));
const poolingConfig = z.looseObject({
  pooling_mode: z.string().nullish(),
  word_embedding_dimension: positive.int().nullish(),
  embedding_dimension: positive.int().nullish(),
  include_prompt: z.boolean().nullish(),
});

type ModelConfig = z.infer<typeof modelConfig>;

/** Reads the configuration of an encoder in the Hub's layout, including the sentence-transformers files if present. */
export async function readEncoderConfig(
  directory: string,
  settings: EncoderSettings,
): Promise<EncoderConfig> {
  const model = await readModelConfig(directory);
  const { pooling, normalize, dimension, includesPrompt } = await readPooling(directory, settings.pooling);
  const prefix = settings.prefix ?? (await readPrefix(directory));
  if (prefix !== '' && !includesPrompt) {
    throw new Error(
      `${directory}: its pooling leaves the prompt's tokens out, which shelfcast cannot do; set the prefix to ''`,
    );
  }
  const width = dimension ?? model.hidden_size ?? model.dim;
  if (width === undefined) throw new Error(`${join(directory, 'config.json')} has no hidden_size`);
  return {
    dimension: width,
    pooling,
    normalize,
    prefix,
    maxTokens: await readMaxTokens(directory, model, settings),
  };
}

/** Throws an Error with the reason if `config.json` does not describe a BERT-style sentence encoder. */
async function readModelConfig(directory: string): Promise<ModelConfig> {
  const file = join(directory, 'config.json');
  const config = await readJson(file, modelConfig);
  if (!config) throw new Error(`${file} is missing: is this an encoder in the hub's layout?`);
  const type = config.model_type ?? 'none';
  const head = config.architectures?.find((name) =>
    /For(CausalLM|ConditionalGeneration|\w*Classification|QuestionAnswering)$|LMHeadModel$/.test(name),
  );
  if (!MODEL_TYPES.has(type) || config.is_decoder || config.is_encoder_decoder || head) {
    throw new Error(
      `${file} describes no encoder of sentences (model type '${type}', ${head ?? config.architectures?.[0] ?? 'no architecture'}); ` +
        `take a BERT-style one, such as sentence-transformers/all-MiniLM-L6-v2`,
    );
  }
  return config;
}

async function readPooling(
  directory: string,
  wanted: Pooling | undefined,
): Promise<{ pooling: Pooling; normalize: boolean; dimension?: number; includesPrompt: boolean }> {
  const modules = (await readJson(join(directory, 'modules.json'), modulesConfig)) ?? [];
  const steps = modules.map(({ type, path }) => ({ kind: type.split('.').at(-1) ?? type, path }));
  const strange = steps.find(
    ({ kind }) => !['Transformer', 'Pooling', 'Normalize', 'Dropout'].includes(kind),
  );
  if (strange) {
    throw new Error(
      `${join(directory, 'modules.json')} has a step '${strange.kind}', which shelfcast does not apply; take another encoder`,
    );
  }
  const normalize = steps.some(({ kind }) => kind === 'Normalize');
  const file = join(
    directory,
    steps.find(({ kind }) => kind === 'Pooling')?.path ?? '1_Pooling',
    'config.json',
  );
  const config = await readJson(file, poolingConfig);
  const pooling = wanted ?? (config ? poolingOf(config, file) : undefined);
  if (!pooling) {
    throw new Error(
      `${directory} does not say how tokens become one vector (no ${file}); set pooling to mean or cls`,
    );
  }
  return {
    pooling,
    normalize,
    dimension: config?.word_embedding_dimension ?? config?.embedding_dimension ?? undefined,
    includesPrompt: config?.include_prompt ?? true,
  };
}

/** Both spellings: `"pooling_mode": "mean"`, and one `pooling_mode_...` flag per mode. */
function poolingOf(config: z.infer<typeof poolingConfig>, file: string): Pooling {
  const flags = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  const modes = config.pooling_mode
    ? [config.pooling_mode]
    : flags.map((key) => key.slice('pooling_mode_'.length));
  const mode = { mean_tokens: 'mean', cls_token: 'cls', mean: 'mean', cls: 'cls' }[modes.join('+')];
  if (!mode) {
    throw new Error(
      `${file} pools by '${modes.join('+') || 'nothing'}'; shelfcast pools by mean or cls: set one of them`,
    );
  }
  return mode as Pooling;
}

/**
 * The default prompt. Else the query prompt if passages have one as well, because the model (such as E5) then expects
 * one before every text. Else none.
 */
async function readPrefix(directory: string): Promise<string> {
  const config = await readJson(join(directory, 'config_sentence_transformers.json'), promptConfig);
  const prompts = config?.prompts ?? {};
  if (config?.default_prompt_name) return prompts[config.default_prompt_name] ?? '';
  const passage = prompts['passage'] || prompts['document'];
  return passage ? (prompts['query'] ?? passage) : '';
}

async function readMaxTokens(
  directory: string,
  model: ModelConfig,
  settings: EncoderSettings,
): Promise<number> {
  const tokenizer = await readJson(join(directory, 'tokenizer_config.json'), tokenizerConfig);
  const sentence = await readJson(join(directory, 'sentence_bert_config.json'), sentenceConfig);
  const offset = OFFSET_POSITIONS.has(model.model_type ?? '') ? (model.pad_token_id ?? 1) + 1 : 0;
  const positions = model.max_position_embeddings ?? 0;
  const able = Math.min(
    tokenizer?.model_max_length ?? Infinity,
    positions > 0 ? positions - offset : Infinity,
  );
  const own = Math.min(able, sentence?.max_seq_length ?? Infinity);
  if (settings.maxTokens === undefined) {
    if (own === Infinity)
      throw new Error(`${directory} does not say how many tokens it takes; set the maximum`);
    return own;
  }
  if (settings.maxTokens > able) {
    throw new Error(`${directory} takes ${able} tokens at most; the maximum is set to ${settings.maxTokens}`);
  }
  return settings.maxTokens;
}

/** The parsed file, or undefined if there is none. Throws an Error naming the invalid file and field. */
export async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${messageOf(error)}`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${file}: ${issue.path.join('.') || 'it'}: ${issue.message}`, { cause: parsed.error });
  }
  return parsed.data;
}
