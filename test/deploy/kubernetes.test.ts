import { dirname } from 'node:path';
import { readSettings } from '../../src/contract/readSettings';
import { startApp, stopApps } from '../http/support/startApp';
import { environments, KUBERNETES, manifest, readYaml, type Parsed } from './files';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const { template, volumeClaimTemplates: claims, ...spec } = manifest('StatefulSet').spec;
const [container] = template.spec.containers;
const runtime = readYaml('kserve/serving-runtime.yaml')[0].spec;
const [served] = runtime.containers;
const settings = readSettings({}, environments().kubernetes);

afterEach(stopApps);

test('the kustomization names every manifest', () => {
  const [{ resources }] = readYaml('kubernetes/kustomization.yaml');
  expect(resources.map((path: string) => `kubernetes/${path}`).toSorted()).toEqual(KUBERNETES.toSorted());
});

test('probes ask routes that are there and that want no key', async () => {
  const app = await startApp({ apiKeyHashes: 'a'.repeat(64) });
  const { paths } = (await (await fetch(`${app.url}/openapi.json`)).json()) as Parsed;
  for (const probed of [container, served])
    for (const probe of PROBES) {
      const { path } = probed[probe].httpGet;
      expect(Object.keys(paths)).toContain(path);
      expect((await fetch(app.url + path)).status).toBe(200);
    }
});

test('probes and the service ask the port that the server listens on', () => {
  expect(container.ports).toEqual([{ name: 'http', containerPort: settings.port }]);
  for (const probe of PROBES) expect(container[probe].httpGet.port).toBe('http');
  expect(manifest('Service').spec.ports[0].targetPort).toBe('http');
  expect(manifest('NetworkPolicy').spec.ingress).toEqual([{ ports: [{ port: 'http' }] }]);
  expect(served.ports[0].containerPort).toBe(settings.port);
  for (const probe of PROBES) expect(served[probe].httpGet.port).toBe(settings.port);
});

test('service, disruption budget and network policy select the pods of the server', () => {
  const { labels } = template.metadata;
  expect(spec.selector.matchLabels).toEqual(labels);
  expect(manifest('Service').spec.selector).toEqual(labels);
  expect(manifest('PodDisruptionBudget').spec.selector.matchLabels).toEqual(labels);
  expect(manifest('NetworkPolicy').spec.podSelector.matchLabels).toEqual(labels);
});

test('pods share a database by an address that is a secret, and one at a time may go', () => {
  expect(spec.replicas).toBeGreaterThan(1);
  expect(container.env).toEqual([
    {
      name: 'SHELFCAST_DB',
      valueFrom: { secretKeyRef: { name: 'shelfcast-database', key: 'url' } },
    },
  ]);
  expect(claims[0].spec.accessModes).toEqual(['ReadWriteOnce']);
  expect(manifest('PodDisruptionBudget').spec.maxUnavailable).toBe(1);
});

test('the autoscaler keeps the pods by what they tell and by what they are granted', async () => {
  const { scaleTargetRef, minReplicas, metrics } = manifest('HorizontalPodAutoscaler').spec;
  expect(scaleTargetRef).toMatchObject({ kind: 'StatefulSet', name: manifest('StatefulSet').metadata.name });
  expect(minReplicas).toBe(spec.replicas);
  const [{ pods }, { resource }] = metrics;
  const app = await startApp();
  expect(await (await fetch(`${app.url}/metrics`)).text()).toContain(`# TYPE ${pods.metric.name} gauge`);
  expect(Object.keys(container.resources.requests)).toContain(resource.name);
});

test('database, temporary files and keys lie on volumes; all else cannot be written', () => {
  const mounted = Object.fromEntries(container.volumeMounts.map((each: Parsed) => [each.mountPath, each]));
  expect(mounted[dirname(settings.view)].name).toBe(claims[0].metadata.name);
  expect(mounted[dirname(settings.apiKeyFile!)]).toMatchObject({ name: 'keys', readOnly: true });
  const volumes = template.spec.volumes.map(({ name }: Parsed) => name);
  expect(volumes.toSorted()).toEqual([mounted['/tmp'].name, 'keys'].toSorted());
  for (const { securityContext } of [container, served])
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  expect(template.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 });
});

test('the pod has the time to end that accepted requests have', () => {
  const pause = Number(container.lifecycle.preStop.exec.command[1]);
  expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(pause + settings.grace + 5);
});

test('the inference service asks for a format and a protocol that the runtime has', () => {
  const { model } = readYaml('kserve/inference-service.yaml')[0].spec.predictor;
  const [{ metadata }] = readYaml('kserve/serving-runtime.yaml');
  expect(model.runtime).toBe(metadata.name);
  expect(runtime.supportedModelFormats.map(({ name }: Parsed) => name)).toContain(model.modelFormat.name);
  expect(runtime.protocolVersions).toContain(model.protocolVersion);
  const { models, db } = readSettings({}, environments().kserve);
  expect([models, dirname(db)]).toEqual(['/mnt/models', '/mnt/models']);
});
