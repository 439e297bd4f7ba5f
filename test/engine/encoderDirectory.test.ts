import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { encoderGraph } from '../../src/engine/encoderGraph';
import { encodeTexts } from '../../src/engine/encodeTexts';
import { Engine } from '../../src/engine/engine';
import { TextTokenizer } from '../../src/engine/tokenizer';
import { readModel, writeModel } from '../../src/graph/proto';

const FIXTURES = join(__dirname, '../fixtures/encoders');
const BERT = join(FIXTURES, 'tiny-bert');
const XLM_ROBERTA = join(FIXTURES, 'tiny-xlm-roberta');

/** A text with what Python's tokenizers and sentence-transformers make of it (fixtures/encoders/make.py). */
interface Golden {
  text: string;
  ids: number[];
  vector: number[];
}
const golden = (directory: string) =>
  JSON.parse(readFileSync(join(directory, 'golden.json'), 'utf8')) as Golden[];

/** The reference keeps the joiner between emoji, where @huggingface/tokenizers puts a space: its only difference. */
const JOINED_EMOJI = 'mug ☕ gift 🎁👩‍👩‍👧 heart ❤️';

const temporary = mkdtempSync(join(tmpdir(), 'shelfcast-encoders-'));
afterAll(() => rmSync(temporary, { recursive: true }));

let copies = 0;
function copyOf(directory: string): string {
  const copy = join(temporary, String(copies++));
  cpSync(directory, copy, { recursive: true });
  return copy;
}

type Json = Record<string, unknown>;
function edit(directory: string, file: string, change: (value: Json) => unknown): void {
  const path = join(directory, file);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Json)));
}

async function encode(directory: string, texts: string[]): Promise<Float32Array[]> {
  const engine = await Engine.start({ encoder: directory, device: 'cpu', processes: 1, threads: 1 });
  try {
    const vectors = await encodeTexts(engine, texts);
    const { dimension } = engine.encoder;
    return texts.map((_, row) => vectors.subarray(row * dimension, (row + 1) * dimension));
  } finally {
    await engine.close();
  }
}

const cosine = (a: Float32Array, b: number[]) => a.reduce((sum, value, at) => sum + value * b[at], 0);

describe.each([
  ['a WordPiece BERT with mean pooling', BERT, []],
  ['a Unigram XLM-RoBERTa with the first token and a prefix', XLM_ROBERTA, [JOINED_EMOJI]],
])('%s', (_name, directory, different) => {
  const expected = golden(directory);

  test('gives the ids of the reference', async () => {
    const { tokenizerJson, tokenizerConfig } = await readEncoderDirectory(directory);
    const tokenizer = new TextTokenizer(tokenizerJson, tokenizerConfig, { maxTokens: 10_000, prefix: '' });
    for (const { text, ids } of expected) {
      const found = [...tokenizer.tokenize(text).ids];
      if (different.includes(text)) expect(found).not.toEqual(ids);
      else expect([text, found]).toEqual([text, ids]);
    }
  });

  test('gives the vectors of the reference, cosine 0.9999', async () => {
    const vectors = await encode(
      directory,
      expected.map(({ text }) => text),
    );
    expected.forEach(({ text, vector }, row) => {
      const least = different.includes(text) ? 0.9 : 0.9999;
      expect([text, cosine(vectors[row], vector) >= least]).toEqual([text, true]);
    });
  });
});

test('tells the configuration', async () => {
  const bert = await readEncoderDirectory(BERT);
  expect(bert).toMatchObject({ name: 'tiny-bert', dtype: 'fp32', dimension: 16, maxTokens: 48 });
  expect(bert).toMatchObject({ pooling: 'mean', normalize: true, prefix: '' });
  const xlm = await readEncoderDirectory(XLM_ROBERTA);
  expect(xlm).toMatchObject({ pooling: 'cls', normalize: false, prefix: 'query: ', dimension: 16 });
  expect(bert.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set([bert.hash, xlm.hash, bert.tokenizerHash, xlm.tokenizerHash]).size).toBe(4);
});

test('settings go before the configuration', async () => {
  const settings = { pooling: 'mean', prefix: '', maxTokens: 20 } as const;
  expect(await readEncoderDirectory(XLM_ROBERTA, settings)).toMatchObject(settings);
});

describe('most tokens', () => {
  const limited = (directory: string, tokenizer: number, sentence?: number) => {
    const copy = copyOf(directory);
    edit(copy, 'tokenizer_config.json', (value) => ({ ...value, model_max_length: tokenizer }));
    edit(copy, 'sentence_bert_config.json', (value) => ({ ...value, max_seq_length: sentence ?? null }));
    return copy;
  };

  test.each([
    ['the position table', BERT, 1e30, undefined, 64],
    ['the position table less the rows that RoBERTa leaves out', XLM_ROBERTA, 1e30, undefined, 62],
    ['the tokenizer', BERT, 50, undefined, 50],
    ['sentence_bert_config.json', BERT, 50, 40, 40],
  ])('by %s', async (_name, directory, tokenizer, sentence, most) => {
    expect((await readEncoderDirectory(limited(directory, tokenizer, sentence))).maxTokens).toBe(most);
  });

  test('cannot be set beyond what the model takes', async () => {
    await expect(readEncoderDirectory(XLM_ROBERTA, { maxTokens: 49 })).rejects.toThrow(
      '48 tokens at most; the maximum is set to 49',
    );
  });
});

describe('files', () => {
  test('int8 goes before others, and a wish before that', async () => {
    const copy = copyOf(BERT);
    for (const name of ['model_fp16', 'model_quantized'])
      cpSync(join(copy, 'onnx/model.onnx'), join(copy, `onnx/${name}.onnx`));
    expect(await readEncoderDirectory(copy)).toMatchObject({
      dtype: 'int8',
      modelFile: join(copy, 'onnx/model_quantized.onnx'),
    });
    expect(await readEncoderDirectory(copy, { dtype: 'fp16' })).toMatchObject({ dtype: 'fp16' });
  });

  test('an ONNX file may lie beside config.json', async () => {
    const copy = copyOf(BERT);
    renameSync(join(copy, 'onnx/model.onnx'), join(copy, 'model.onnx'));
    expect((await readEncoderDirectory(copy)).modelFile).toBe(join(copy, 'model.onnx'));
  });

  test('weights in a file of their own belong to the model', async () => {
    const copy = copyOf(BERT);
    const model = readModel(readFileSync(join(copy, 'onnx/model.onnx')));
    const data: Uint8Array[] = [];
    let offset = 0;
    for (const weight of model.graph.initializer) {
      const entries = {
        location: 'model.onnx_data',
        offset: String(offset),
        length: String(weight.raw_data.length),
      };
      weight.external_data = Object.entries(entries).map(([key, value]) => ({ key, value }));
      weight.data_location = 1;
      data.push(weight.raw_data);
      offset += weight.raw_data.length;
      weight.raw_data = new Uint8Array();
    }
    writeFileSync(join(copy, 'onnx/model.onnx'), writeModel(model));
    writeFileSync(join(copy, 'onnx/model.onnx_data'), Buffer.concat(data));
    const before = await readEncoderDirectory(copy);
    const [first] = golden(BERT);
    const [vector] = await encode(copy, [first.text]);
    expect(cosine(vector, first.vector)).toBeGreaterThan(0.9999);

    writeFileSync(join(copy, 'onnx/model.onnx_data'), Buffer.concat([...data, Buffer.alloc(1)]));
    expect((await readEncoderDirectory(copy)).hash).not.toBe(before.hash);
    await expect(encoderGraph(before)).rejects.toThrow('changed after its hash was taken');
  });
});

test("both spellings of the pooling's configuration", async () => {
  const copy = copyOf(BERT);
  const flags = {
    pooling_mode_cls_token: true,
    pooling_mode_mean_tokens: false,
    word_embedding_dimension: 16,
  };
  edit(copy, '1_Pooling/config.json', () => flags);
  expect((await readEncoderDirectory(copy)).pooling).toBe('cls');
});

test.each([
  [
    'a default prompt',
    { default_prompt_name: 'sts', prompts: { sts: 'similar: ', query: 'q: ' } },
    'similar: ',
  ],
  ['prompts for queries and passages', { prompts: { query: 'q: ', passage: 'p: ' } }, 'q: '],
  ['a prompt for queries alone', { prompts: { query: 'search: ', document: '' } }, ''],
  ['no prompts', {}, ''],
])('the prefix of %s', async (_name, config, prefix) => {
  const copy = copyOf(BERT);
  edit(copy, 'config_sentence_transformers.json', () => config);
  expect((await readEncoderDirectory(copy)).prefix).toBe(prefix);
});

describe('refuses', () => {
  const remove = (file: string) => (copy: string) => rmSync(join(copy, file), { recursive: true });
  const write = (file: string, text: string) => (copy: string) => writeFileSync(join(copy, file), text);
  const config = (change: Json) => (copy: string) =>
    edit(copy, 'config.json', (value) => ({ ...value, ...change }));
  const step = (type: string, path: string) => (copy: string) =>
    edit(copy, 'modules.json', (value) => [...(value as unknown as Json[]), { type, path }]);

  test.each<[string, (copy: string) => void, RegExp]>([
    [
      'no config.json',
      remove('config.json'),
      /config\.json is missing: is this an encoder in the hub's layout\?$/,
    ],
    [
      'no tokenizer.json',
      remove('tokenizer.json'),
      /tokenizer\.json is missing; save the model's fast tokenizer there/,
    ],
    ['no ONNX file', remove('onnx'), /has no ONNX file \(onnx\/model\.onnx\); take a model that has one/],
    ['broken JSON', write('config.json', '{"model_type": '), /config\.json is not JSON: /],
    ['a wrong field', config({ hidden_size: '16' }), /config\.json: hidden_size: /],
    [
      'a decoder',
      config({ model_type: 'llama', architectures: ['LlamaForCausalLM'] }),
      /no encoder of sentences \(model type 'llama', LlamaForCausalLM\)/,
    ],
    ['a BERT used as decoder', config({ is_decoder: true }), /describes no encoder of sentences/],
    [
      'a classifier',
      config({ architectures: ['BertForSequenceClassification'] }),
      /BertForSequenceClassification/,
    ],
    [
      'a further layer',
      step('sentence_transformers.models.Dense', '3_Dense'),
      /modules\.json has a step 'Dense'/,
    ],
    [
      'a step outside',
      step('sentence_transformers.models.Pooling', '../elsewhere'),
      /must name a folder of the model/,
    ],
    [
      'another pooling',
      write('1_Pooling/config.json', '{"pooling_mode": "max"}'),
      /pools by 'max'; shelfcast pools by mean or cls: set one/,
    ],
    [
      'unknown pooling',
      remove('1_Pooling'),
      /does not say how tokens become one vector .* set pooling to mean or cls$/,
    ],
  ])('%s', async (_name, damage, message) => {
    const copy = copyOf(BERT);
    damage(copy);
    await expect(readEncoderDirectory(copy)).rejects.toThrow(message);
  });

  test('a precision that is not there, naming what is', async () => {
    await expect(readEncoderDirectory(BERT, { dtype: 'fp16' })).rejects.toThrow(
      'has no fp16 file (onnx/model_fp16.onnx); it has onnx/model.onnx',
    );
  });

  test('a directory that is not there', async () => {
    await expect(readEncoderDirectory(join(temporary, 'nowhere'))).rejects.toThrow('config.json is missing');
  });

  test('a width that the graph does not have', async () => {
    const copy = copyOf(BERT);
    mkdirSync(join(copy, '1_Pooling'), { recursive: true });
    edit(copy, '1_Pooling/config.json', (value) => ({ ...value, embedding_dimension: 24 }));
    await expect(encoderGraph(await readEncoderDirectory(copy))).rejects.toThrow(
      '16 wide, where the configuration says 24',
    );
  });
});
