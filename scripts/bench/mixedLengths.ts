import type { EncoderDirectory } from '../../src/engine/encoderDirectory';
import { BareLoop } from '../../src/cli/bench/bareLoop';
import { bodies } from '../../src/cli/bench/putLoad';
import { load } from './load';
import { median } from '../../src/common/statistics';
import { perSecond } from '../../src/cli/bench/measured';
import type { Server } from './server';

export interface MixedRow {
  arrivalOrder: number;
  served: number;
  ratio: number;
}

/** Texts of 8 and 128 tokens in random order: the server beside bare batches of 32 in the order of arrival. */
export async function measureMixed(
  encoder: EncoderDirectory,
  server: Server,
  texts: string[],
  { processes, seconds, rounds }: { processes: number; seconds: number; rounds: number },
): Promise<MixedRow> {
  const bare = new BareLoop(encoder, processes);
  const sent = { path: '/embed', bodies: bodies(texts, 32, 'embed'), items: 32, clients: 16, seconds };
  const pairs: { arrivalOrder: number; served: number }[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const arrivalOrder = perSecond(await bare.run(texts, seconds, 'as they come'));
      pairs.push({ arrivalOrder, served: perSecond(await load(server, { ...sent, rate: 0, requests: 0 })) });
    }
  } finally {
    bare.close();
  }
  return {
    arrivalOrder: median(pairs.map(({ arrivalOrder }) => arrivalOrder)),
    served: median(pairs.map(({ served }) => served)),
    ratio: median(pairs.map(({ arrivalOrder, served }) => served / arrivalOrder)),
  };
}
