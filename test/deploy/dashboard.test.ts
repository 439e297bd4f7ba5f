import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApp, stopApps } from '../http/support/startApp';

afterEach(stopApps);

test('every metric that the Grafana dashboard asks for is one that the server tells', async () => {
  const text = readFileSync(join(__dirname, '../../deploy/grafana/shelfcast.json'), 'utf8');
  const { panels } = JSON.parse(text) as { panels: { title: string; targets?: { expr: string }[] }[] };
  const asked = panels.flatMap(({ targets = [] }) =>
    targets.flatMap(({ expr }) => [...expr.matchAll(/shelfcast_\w+/g)].map(([name]) => name)),
  );
  expect(asked.length).toBeGreaterThan(15);
  const app = await startApp();
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  const told = new Set([...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const unknown = asked.map((name) => name.replace(/_bucket$/, '')).filter((name) => !told.has(name));
  expect(unknown).toEqual([]);
});
