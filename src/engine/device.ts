import { ShelfcastError } from '../contract/errors';
import type { Provider } from '../contract/messages';
import type { ProviderReport } from './cuda/inspectProvider';

/** Where inference runs. */
export interface DeviceChoice {
  /** As requested: `auto`, `cpu`, `cuda`, `cuda:1` or `cuda:0,1`. */
  asked: string;
  provider: Provider;
  /** CUDA's numbers of the GPUs; [0] on the CPU. */
  deviceIds: number[];
  /** Why CUDA, or one of the GPUs, is not used; null if nothing is to be said. */
  reason: string | null;
}

/** What is known about the machine before a CUDA library is loaded, and a way to try one GPU. */
export interface CudaMachine {
  inspect(): Promise<ProviderReport>;
  /** Null if unknown. */
  countGpus(): number | null;
  /** Null if the GPU works, else the reason why not. */
  probe(deviceId: number): Promise<string | null>;
}

/**
 * Chooses the GPUs whose trial run answers as the CPU does. `auto` falls back to the CPU, and loads nothing of CUDA if
 * its files are incomplete. Rejects with `not_ready`, in one sentence, if CUDA is requested and does not work, or if a
 * GPU requested by number does not.
 */
export async function chooseDevice(asked: string, machine: CudaMachine): Promise<DeviceChoice> {
  const [kind, list] = asked.split(':');
  if (kind === 'cpu') return onCpu(asked, null);
  const numbers = list?.split(',').map(Number);
  const choice = await tryCuda(asked, numbers, machine);
  const failed = choice.provider === 'cpu' || (numbers && choice.reason !== null);
  if (kind === 'cuda' && failed) {
    throw new ShelfcastError('not_ready', `--device ${asked} cannot be served: ${choice.reason}`);
  }
  return choice;
}

async function tryCuda(
  asked: string,
  numbers: number[] | undefined,
  machine: CudaMachine,
): Promise<DeviceChoice> {
  const report = await machine.inspect();
  if (report.state !== 'complete') return onCpu(asked, report.problems.join(' '));
  const count = machine.countGpus();
  if (count === 0) return onCpu(asked, 'there is no GPU here that CUDA may use');
  const absent = count === null ? undefined : numbers?.find((number) => number >= count);
  if (count !== null && absent !== undefined) {
    const there = count === 1 ? 'one GPU, number 0' : `${count} GPUs, numbers 0 to ${count - 1}`;
    return onCpu(asked, `there is no GPU ${absent}; this machine has ${there}`);
  }
  const candidates = [...new Set(numbers ?? Array(count ?? 1).keys())];
  const trials = await Promise.all(
    candidates.map(async (deviceId) => ({ deviceId, reason: await machine.probe(deviceId) })),
  );
  const working = trials.filter(({ reason }) => reason === null).map(({ deviceId }) => deviceId);
  const failures = trials.filter(({ reason }) => reason !== null);
  const reason = failures.map(({ deviceId, reason: why }) => `GPU ${deviceId}: ${why}`).join('; ') || null;
  return working.length > 0 ? { asked, provider: 'cuda', deviceIds: working, reason } : onCpu(asked, reason);
}

function onCpu(asked: string, reason: string | null): DeviceChoice {
  return { asked, provider: 'cpu', deviceIds: [0], reason };
}
