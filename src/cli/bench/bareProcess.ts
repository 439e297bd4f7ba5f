import { cpuUsage } from 'node:process';
import type { EncoderFiles, PackedTokens } from '../../contract/messages';
import { encoderGraph } from '../../engine/encoderDirectory';
import { EncoderSession } from '../../engine/encoderSession';
import { openOnCpu } from '../../engine/runtime';

/** What a bare process is asked: batches to run in turn until the time is over. */
export interface BareWork {
  encoder: EncoderFiles;
  batches: PackedTokens[];
  seconds: number;
}

export interface BareResult {
  texts: number;
  seconds: number;
  /** Seconds of processor time. */
  cpu: number;
}

let session: EncoderSession | undefined;

/** Runs the encoder over batches that are ready, and nothing else: the limit of any server over it. */
process.on('message', async ({ encoder, batches, seconds }: BareWork) => {
  if (!session) {
    session = new EncoderSession(await openOnCpu(await encoderGraph(encoder)), encoder);
    for (const batch of batches.slice(0, 3)) await session.encode(batch);
  }
  if (seconds === 0) return void process.send!({ texts: 0, seconds: 0, cpu: 0 });
  const started = performance.now();
  const cpu = cpuUsage();
  let texts = 0;
  for (let at = 0; performance.now() - started < seconds * 1000; at++) {
    const batch = batches[at % batches.length];
    await session.encode(batch);
    texts += batch.lengths.length;
  }
  const used = cpuUsage(cpu);
  const result = {
    texts,
    seconds: (performance.now() - started) / 1000,
    cpu: (used.user + used.system) / 1e6,
  };
  process.send!(result satisfies BareResult);
});
process.on('disconnect', () => process.exit(0));
