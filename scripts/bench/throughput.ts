import type { EncoderDirectory } from '../../src/engine/encoderDirectory';
import { BareLoop } from '../../src/cli/bench/bareLoop';
import type { LoadResult } from '../../src/cli/bench/loadProcess';
import { bodies } from '../../src/cli/bench/putLoad';
import { load } from './load';
import { median } from '../../src/common/statistics';
import { perSecond, type Measured } from '../../src/cli/bench/measured';
import { startPeers, type Peer, type PeerPythons } from './peers/peers';
import type { Server } from './server';

export interface ThroughputRow {
  what: string;
  perSecond: number;
  /** Median over the rounds of the ratio to the limit measured beside it in the same round. */
  ratio: number;
  /** The same by processor time an item: what the ratio is when nothing else runs on the machine. */
  ratioByProcessor: number;
  /** Cores that the phase got. */
  cores: number;
  /** Milliseconds; null for the bare loop. */
  latency: { p50: number; p99: number } | null;
  failed: number;
}

interface Phase {
  what: string;
  run(): Promise<Measured & Partial<LoadResult>>;
}

export interface ThroughputOptions {
  encoder: EncoderDirectory;
  server: Server;
  texts: string[];
  processes: number;
  seconds: number;
  rounds: number;
  pythons: PeerPythons;
  progress: (what: string) => void;
}

/** Connections, each of which sends its next request when the last is answered. */
const SINGLE_CLIENTS = 32;
const BATCH_CLIENTS = 8;

/** A server's code is compiled as it is used: some thousand requests, which take this many times a phase. */
export const WARM_UP_PHASES = 3;

/** The limit, the server and its peers, taking turns within each round so that a busy machine is so for all. */
export async function measureThroughput(options: ThroughputOptions): Promise<ThroughputRow[]> {
  const { encoder, server, texts, processes, seconds, rounds, pythons, progress } = options;
  const bare = new BareLoop(encoder, processes);
  const peers = await startPeers(encoder, pythons);
  const closed = (target: Server, path: string, sent: string[], items: number): Phase['run'] => {
    const clients = items === 1 ? SINGLE_CLIENTS : BATCH_CLIENTS;
    return () => load(target, { path, bodies: sent, items, clients, seconds, rate: 0, requests: 0 });
  };
  const ofPeer = (peer: Peer, items: number): Phase['run'] => {
    const sent = Array.from({ length: Math.floor(texts.length / items) }, (_, at) =>
      JSON.stringify(peer.body(texts.slice(at * items, (at + 1) * items))),
    );
    return closed(peer.server, peer.path, sent, items);
  };
  const phases: Phase[] = [
    { what: 'bare loop, sorted (the limit)', run: () => bare.run(texts, seconds, 'sorted') },
    ...((await bare.paddingReason()) === null
      ? [
          {
            what: 'bare loop, as they come, texts sharing rows',
            run: () => bare.run(texts, seconds, 'packed'),
          },
        ]
      : []),
    {
      what: '/embed-and-predict, 32 items a request',
      run: closed(server, '/embed-and-predict', bodies(texts, 32, 'predict'), 32),
    },
    { what: '/embed, 32 texts a request', run: closed(server, '/embed', bodies(texts, 32, 'embed'), 32) },
    {
      what: `/embed-and-predict, single items from ${SINGLE_CLIENTS} clients`,
      run: closed(server, '/embed-and-predict', bodies(texts, 1, 'predict'), 1),
    },
    ...peers.flatMap((peer) => [
      { what: `${peer.name}, 32 texts a request`, run: ofPeer(peer, 32) },
      { what: `${peer.name}, single texts from ${SINGLE_CLIENTS} clients`, run: ofPeer(peer, 1) },
    ]),
  ];
  try {
    for (const { what, run } of phases.slice(1)) {
      progress(`warming up: ${what}`);
      for (let phase = 0; phase < WARM_UP_PHASES; phase++) await run();
    }
    const results: (Measured & Partial<LoadResult>)[][] = phases.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [at, { what, run }] of phases.entries()) {
        progress(`round ${round + 1} of ${rounds}: ${what}`);
        results[at].push(await run());
      }
    }
    return phases.map(({ what }, at) => row(what, results[at], results[0]));
  } finally {
    bare.close();
    for (const { server: peer } of peers) await peer.stop();
  }
}

function row(what: string, results: (Measured & Partial<LoadResult>)[], limits: Measured[]): ThroughputRow {
  const latencies = results.flatMap(({ latency }) => latency ?? []);
  return {
    what,
    perSecond: median(results.map(perSecond)),
    ratio: median(results.map((result, round) => perSecond(result) / perSecond(limits[round]))),
    ratioByProcessor: median(
      results.map((result, round) => result.items / result.cpu / (limits[round].items / limits[round].cpu)),
    ),
    cores: median(results.map(({ cpu, seconds }) => cpu / seconds)),
    latency: latencies.length
      ? { p50: median(latencies.map(({ p50 }) => p50)), p99: median(latencies.map(({ p99 }) => p99)) }
      : null,
    failed: results.reduce((sum, { failed }) => sum + (failed ?? 0), 0),
  };
}
