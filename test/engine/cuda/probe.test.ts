import { readFileSync } from 'node:fs';
import { causeOf, probe } from '../../../src/engine/cuda/probe';
import { readEncoderDirectory, type EncoderDirectory } from '../../../src/engine/encoderDirectory';
import { packTokens } from '../../../src/engine/packTokens';
import { TextTokenizer } from '../../../src/engine/tokenizer';
import { writeTinyEncoder } from '../../support/tinyEncoder';

/** The CPU stands in for a GPU: what is tried runs in a process of its own all the same. */
const settings = { provider: 'cpu', deviceId: 0, threads: 1 } as const;
let encoder: EncoderDirectory;

beforeAll(async () => {
  encoder = await readEncoderDirectory(writeTinyEncoder());
});

function tokens(...texts: string[]) {
  const tokenizer = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
  return packTokens(texts.map((text) => tokenizer.tokenize(text).ids));
}

test('a device that answers as the CPU does works', async () => {
  expect(await probe({ encoder, settings, texts: tokens('red mug', 'card holder') })).toBeNull();
});

test('a device that cannot load is a no with its reason', async () => {
  const cuda = { ...settings, provider: 'cuda' } as const;
  expect(await probe({ encoder, settings: cuda, texts: tokens('red mug') })).toMatch(
    /^the trial run failed: \S/,
  );
});

test('a trial that hangs is ended and is a no', async () => {
  const texts = tokens('poison');
  expect(await probe({ encoder, settings, texts, limitMs: 1500 })).toBe(
    'the trial run failed: no answer within 1.5 s',
  );
});

test('a trial that crashes is a no with what ended it', async () => {
  const texts = tokens('poison');
  const outcome = probe({ encoder, settings, texts });
  const killing = setInterval(() => {
    for (const pid of children()) process.kill(pid, 'SIGSEGV');
  }, 200);
  expect(await outcome).toMatch(/^the trial run failed: it was ended by SIGSEGV/);
  clearInterval(killing);
});

test('what CUDA said is told without what the runtime wraps it in', () => {
  const wrapped =
    '/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:154 std::conditional_t<THRW, void, Status> ' +
    'onnxruntime::CudaCall(ERRTYPE, const char*) [with ERRTYPE = cudaError; bool THRW = true] CUDA failure 100: no ' +
    'CUDA-capable device is detected ; GPU=-1 ; hostname=h ; file=/cuda_execution_provider.cc ; line=345 ; expr=f(); \n\n';
  expect(causeOf(wrapped)).toBe('CUDA failure 100: no CUDA-capable device is detected');
  expect(causeOf('Failed to load shared library\n')).toBe('Failed to load shared library');
});

function children(): number[] {
  return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
}
