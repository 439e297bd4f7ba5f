import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectProvider } from '../../src/engine/cuda/inspectProvider';
import { installedRuntime } from '../../src/engine/cuda/providerFiles';
import { chooseDevice, type CudaMachine } from '../../src/engine/device';
import { Engine } from '../../src/engine/engine';
import { buildHollowProvider, buildProvider } from '../support/cudaProvider';
import { writeTinyEncoder } from '../support/tinyEncoder';

const { version } = installedRuntime();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'provider-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
  delete process.env['CUDA_VISIBLE_DEVICES'];
});

/** A machine with a provider that looks complete, and GPUs that answer a trial so. */
function machine(trials: (string | null)[], known = true): CudaMachine & { tried: number[] } {
  const tried: number[] = [];
  return {
    tried,
    inspect: async () => {
      buildHollowProvider(directory, version);
      return inspectProvider({ version, directory });
    },
    countGpus: () => (known ? trials.length : null),
    probe: async (deviceId) => {
      tried.push(deviceId);
      return trials[deviceId] ?? null;
    },
  };
}

const start = (device: string) =>
  Engine.start({
    encoder: writeTinyEncoder(),
    device,
    runtime: { version, directory },
    processes: 1,
    threads: 1,
  });

describe('without a usable provider', () => {
  const cases: [string, () => void, RegExp][] = [
    ['absent', () => {}, /The CUDA provider is not installed; `make cuda` installs it\./],
    ['of another version', () => buildProvider(directory, '1.28.3'), /names 1\.28\.3, but the runtime is/],
    [
      'without its libraries',
      () => buildProvider(directory, version, ['libcublasLt.so.13']),
      /libcublasLt\.so\.13 is not found: it comes with cuBLAS/,
    ],
  ];

  test.each(cases)('(%s) auto runs on the CPU and says why', async (_, build, why) => {
    build();
    const engine = await start('auto');
    try {
      expect(engine.device).toMatchObject({ asked: 'auto', provider: 'cpu' });
      expect(engine.device.reason).toMatch(why);
      expect(engine.pool.state().running).toBe(1);
    } finally {
      await engine.close();
    }
  });

  test.each(cases)('(%s) cuda is refused with the reason', async (_, build, why) => {
    build();
    for (const device of ['cuda', 'cuda:0']) {
      await expect(start(device)).rejects.toMatchObject({
        code: 'not_ready',
        detail: expect.stringMatching(why),
      });
    }
  });
});

describe('with a provider that looks complete and does not load', () => {
  beforeEach(() => {
    buildHollowProvider(directory, version);
    process.env['CUDA_VISIBLE_DEVICES'] = '0';
  });

  test('auto tries it in a process of its own and runs on the CPU', async () => {
    const engine = await start('auto');
    await engine.close();
    expect(engine.device).toMatchObject({ provider: 'cpu', deviceIds: [0] });
    expect(engine.device.reason).toMatch(/^GPU 0: the trial run failed: .*(CUDA|cuda|shared library)/);
  });

  test('cuda is refused with what the trial said', async () => {
    await expect(start('cuda')).rejects.toMatchObject({
      detail: expect.stringMatching(/^--device cuda cannot be served: GPU 0: the trial run failed/),
    });
  });

  test('no GPU left by CUDA_VISIBLE_DEVICES is said', async () => {
    process.env['CUDA_VISIBLE_DEVICES'] = '';
    await expect(start('cuda')).rejects.toMatchObject({
      detail: '--device cuda cannot be served: there is no GPU here that CUDA may use',
    });
  });
});

describe('with GPUs', () => {
  test.each([
    ['auto', [0, 1]],
    ['cuda', [0, 1]],
    ['cuda:1', [1]],
    ['cuda:1,0,1', [1, 0]],
  ])('%s takes those that work', async (asked, deviceIds) => {
    const choice = await chooseDevice(asked, machine([null, null]));
    expect(choice).toEqual({ asked, provider: 'cuda', deviceIds, reason: null });
  });

  test('auto and cuda leave out one that does not work, and say so', async () => {
    for (const asked of ['auto', 'cuda']) {
      const choice = await chooseDevice(asked, machine([null, 'no answer']));
      expect(choice).toEqual({ asked, provider: 'cuda', deviceIds: [0], reason: 'GPU 1: no answer' });
    }
  });

  test('one asked for by number must work', async () => {
    await expect(chooseDevice('cuda:0,1', machine([null, 'no answer']))).rejects.toMatchObject({
      detail: '--device cuda:0,1 cannot be served: GPU 1: no answer',
    });
  });

  test('a number beyond the last is refused before anything is tried', async () => {
    const two = machine([null, null]);
    await expect(chooseDevice('cuda:3', two)).rejects.toMatchObject({
      detail: '--device cuda:3 cannot be served: there is no GPU 3; this machine has 2 GPUs, numbers 0 to 1',
    });
    await expect(chooseDevice('cuda:1', machine([null]))).rejects.toMatchObject({
      detail: expect.stringContaining('there is no GPU 1; this machine has one GPU, number 0'),
    });
    expect(two.tried).toEqual([]);
  });

  test('where their number cannot be told, the first is tried', async () => {
    const unknown = machine([null, null], false);
    expect((await chooseDevice('auto', unknown)).deviceIds).toEqual([0]);
    expect(unknown.tried).toEqual([0]);
  });

  test('cpu asks for nothing of CUDA', async () => {
    const two = machine([null, null]);
    expect(await chooseDevice('cpu', two)).toMatchObject({ provider: 'cpu', reason: null });
    expect(two.tried).toEqual([]);
  });
});
