import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { EngineState } from '../../../contract/service';
import { getJson } from '../../api/client';
import { counted, percent, units } from '../../components/format';
import { FailureNote, Loading } from '../../components/Notes';
import { Prose } from '../../components/Prose';
import { Term } from '../../components/Term';
import { useAnswer } from '../../state/useAnswer';

const REFRESH_MS = 3000;

interface Info {
  version: string;
  engine: EngineState;
  last_minute: { forecasts: number; texts: number };
}

/** How the server is doing, read anew every few seconds. */
export function Health() {
  const [turn, setTurn] = useState(0);
  const { phase, value, error, retry } = useAnswer({
    key: String(turn),
    ask: (signal) => getJson<Info>('/info', signal),
    delay: 0,
  });
  useEffect(() => {
    if (phase !== 'done') return undefined;
    const timer = setTimeout(() => setTurn((last) => last + 1), REFRESH_MS);
    return () => clearTimeout(timer);
  }, [phase, turn]);
  if (phase === 'failed') return <FailureNote error={error} retry={retry} />;
  if (!value) return <Loading what="Loading the server's state" />;
  const { engine, last_minute: work, version } = value;
  const { device, cache, processes } = engine;
  return (
    <section class="card form" aria-labelledby="health-title">
      <div class="card-head">
        <h2 id="health-title">
          Server{' '}
          <span class={engine.ready ? 'badge good' : 'badge bad'}>
            {engine.ready ? 'ready' : 'not ready'}
          </span>
        </h2>
        <span class="figure-caption">version {version}</span>
      </div>
      {engine.reason && (
        <p class="note fail">
          <span>
            <Prose text={engine.reason} />
          </span>
        </p>
      )}
      <dl class="facts">
        <Fact
          name="Runs on"
          explain="The processor (CPU) or a graphics card (CUDA), and the precision of the encoder's numbers: int8 are whole numbers, small and fast; fp32 and fp16 have decimals."
        >
          {engine.provider.toUpperCase()}, {engine.precision}
        </Fact>
        <Fact
          name="Throughput"
          explain="Over the last minute. A forecast is one run of the model over one product, the runs that find reasons included; a text is encoded once and then comes from the cache."
        >
          {perSecond(work.forecasts)} forecasts/s
          <small>{perSecond(work.texts)} texts/s encoded</small>
        </Fact>
        <Fact
          name="Queue"
          explain="Texts that wait for the encoder now. A full queue turns requests away until it is shorter."
        >
          {counted(engine.queue.texts, 'text')}
        </Fact>
        <Fact name="Cache" explain="Texts seen before need no encoder: their vectors are kept.">
          {cache.enabled ? `${hitRate(cache)} found` : 'off'}
          {cache.enabled && <small>{counted(cache.entries, 'text')} kept</small>}
        </Fact>
        <Fact
          name="Processes"
          explain="The encoder runs in processes of its own; one that dies is started again and its work is repeated."
        >
          {processes.running} of {processes.wanted}
          <small>{counted(processes.restarts, 'restart')}</small>
        </Fact>
      </dl>
      {device.reason && (
        <p class="figure-caption" data-testid="device-reason">
          Device asked for: {device.asked}. <Prose text={device.reason} />
        </p>
      )}
    </section>
  );
}

function Fact({ name, explain, children }: { name: string; explain: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>
        <Term explain={explain}>{name}</Term>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function perSecond(lastMinute: number): string {
  const rate = lastMinute / 60;
  return rate > 0 && rate < 0.1 ? 'under 0.1' : units(rate);
}

function hitRate({ hits, misses }: EngineState['cache']): string {
  return hits + misses > 0 ? percent(hits / (hits + misses)) : percent(0);
}
