import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { EngineState } from '../../../contract/service';
import { getJson } from '../../api/client';
import { percent, units } from '../../components/format';
import { FailureNote, Loading } from '../../components/Notes';
import { ServerSays } from '../../components/ServerSays';
import { Term } from '../../components/Term';
import { useAnswer } from '../../state/useAnswer';
import { t } from '../../languages/speech';

const REFRESH_MS = 3000;

interface Info {
  version: string;
  engine: EngineState;
  last_minute: { forecasts: number; texts: number };
}

/** The server's state, refreshed every few seconds. */
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
  if (!value) return <Loading what={t('models.health.loading')} />;
  const { engine, last_minute: work, version } = value;
  const { device, cache, processes } = engine;
  return (
    <section class="card form" aria-labelledby="health-title">
      <div class="card-head">
        <h2 id="health-title">
          {t('models.health.title')}{' '}
          <span class={engine.ready ? 'badge good' : 'badge bad'}>
            {engine.ready ? t('models.health.ready') : t('models.health.notReady')}
          </span>
        </h2>
        <span class="figure-caption">{t('models.health.version', { version })}</span>
      </div>
      {engine.reason && (
        <p class="note fail">
          <span>
            <ServerSays text={engine.reason} />
          </span>
        </p>
      )}
      <dl class="facts">
        <Fact name={t('models.health.runsOn')} explain={t('models.health.runsOnIs')}>
          {engine.provider.toUpperCase()}, {engine.precision}
        </Fact>
        <Fact name={t('models.health.throughput')} explain={t('models.health.throughputIs')}>
          {t('models.health.forecasts', { rate: perSecond(work.forecasts) })}
          <small>{t('models.health.texts', { rate: perSecond(work.texts) })}</small>
        </Fact>
        <Fact name={t('models.health.queue')} explain={t('models.health.queueIs')}>
          {t('models.health.textCount', { count: engine.queue.texts })}
        </Fact>
        <Fact name={t('models.health.cache')} explain={t('models.health.cacheIs')}>
          {cache.enabled ? t('models.health.found', { share: hitRate(cache) }) : t('models.health.off')}
          {cache.enabled && <small>{t('models.health.kept', { count: cache.entries })}</small>}
        </Fact>
        <Fact name={t('models.health.processes')} explain={t('models.health.processesIs')}>
          {t('models.health.running', { running: processes.running, wanted: processes.wanted })}
          <small>{t('models.health.restarts', { count: processes.restarts })}</small>
          {processes.failing > 0 && <small>{t('models.health.failing', { count: processes.failing })}</small>}
        </Fact>
      </dl>
      {device.reason && (
        <p class="figure-caption" data-testid="device-reason">
          {t('models.health.device', { device: device.asked })} <ServerSays text={device.reason} />
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
  return rate > 0 && rate < 0.1 ? t('models.health.under', { rate: units(0.1) }) : units(rate);
}

function hitRate({ hits, misses }: EngineState['cache']): string {
  return hits + misses > 0 ? percent(hits / (hits + misses)) : percent(0);
}
