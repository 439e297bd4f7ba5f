import { useEffect, useState } from 'preact/hooks';
import type { EngineState } from '../../../contract/service';
import { getJson } from '../../api/client';
import { count, percent } from '../../components/format';
import { FailureNote } from '../../components/Notes';
import { Term } from '../../components/Term';
import { shown, useLatest } from '../../state/useLatest';

const REFRESH_MS = 3000;

interface Info {
  version: string;
  engine: EngineState;
}

/** How the server is doing, read anew every few seconds. */
export function Health() {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((last) => last + 1), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const answer = useLatest(String(turn), (signal) => getJson<Info>('/info', signal), 0);
  const info = shown(answer);
  if (answer.phase === 'failed') return <FailureNote error={answer.error} retry={() => setTurn(turn + 1)} />;
  if (!info) return <div class="skeleton" role="status" aria-label="Loading the server's state" />;
  const { engine } = info;
  const looked = engine.cache.hits + engine.cache.misses;
  return (
    <section class="card" aria-labelledby="health-title">
      <h2 id="health-title">
        Server{' '}
        <span class={engine.ready ? 'badge good' : 'badge bad'}>{engine.ready ? 'ready' : 'not ready'}</span>
      </h2>
      {engine.reason && <p class="note">{engine.reason}</p>}
      <dl class="facts">
        <div>
          <dt>
            <Term explain="What the encoder runs on: the processor (CPU) or a graphics card (CUDA), and the precision of its numbers.">
              Runs on
            </Term>
          </dt>
          <dd>
            {engine.provider.toUpperCase()}, {engine.precision}
          </dd>
        </div>
        <div>
          <dt>
            <Term explain="Inference runs in processes of its own; one that dies is started again and its work is repeated.">
              Inference processes
            </Term>
          </dt>
          <dd>
            {engine.processes.running} of {engine.processes.wanted}, {engine.processes.restarts} restarts
          </dd>
        </div>
        <div>
          <dt>Texts waiting</dt>
          <dd>{count(engine.queue.texts)}</dd>
        </div>
        <div>
          <dt>
            <Term explain="Texts seen before need no encoder: their vectors come from the cache.">Cache</Term>
          </dt>
          <dd>
            {engine.cache.enabled
              ? `${count(engine.cache.entries)} texts, ${looked ? percent(engine.cache.hits / looked) : '0%'} hits`
              : 'off'}
          </dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>{info.version}</dd>
        </div>
      </dl>
    </section>
  );
}
