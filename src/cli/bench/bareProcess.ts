import { cpuUsage } from 'node:process';
import { tellParent } from '../../common/tellParent';
import type { EncoderFiles, PackedTokens } from '../../contract/messages';
import { openEncoder, type OpenedEncoder } from '../../engine/openEncoder';

/** A request to a bare process: batches to run in turn until the time is over. */
export interface BareWork {
  encoder: EncoderFiles;
  batches: PackedTokens[];
  /** Whether texts are packed several to a row. */
  packed: boolean;
  seconds: number;
}

export interface BareResult {
  texts: number;
  seconds: number;
  /** Seconds of processor time. */
  cpu: number;
  /** Why texts were padded; null if they were packed. */
  paddingReason: string | null;
}

const opened = new Map<boolean, OpenedEncoder>();

/** Runs the encoder over prepared batches and nothing else: the upper limit of any server that uses it. */
process.on('message', async ({ encoder: files, batches, packed, seconds }: BareWork) => {
  let session = opened.get(packed);
  if (!session) {
    session = await openEncoder(files, { provider: 'cpu', threads: 1, deviceId: 0, packed });
    opened.set(packed, session);
  }
  const { encoder, paddingReason } = session;
  for (const batch of batches.slice(0, 3)) await encoder.encode(batch);
  if (seconds === 0) return void tellParent({ texts: 0, seconds: 0, cpu: 0, paddingReason });
  const started = performance.now();
  const cpu = cpuUsage();
  let texts = 0;
  let at = 0;
  do {
    const batch = batches[at++ % batches.length];
    await encoder.encode(batch);
    texts += batch.lengths.length;
  } while (performance.now() - started < seconds * 1000);
  const used = cpuUsage(cpu);
  const result = {
    texts,
    seconds: (performance.now() - started) / 1000,
    cpu: (used.user + used.system) / 1e6,
    paddingReason,
  };
  tellParent(result satisfies BareResult);
});
process.on('disconnect', () => process.exit(0));
