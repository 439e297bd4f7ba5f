import { readSettings, SETTING_FLAGS } from '../../src/contract/readSettings';
import { DEFAULTS } from '../../src/contract/settings';

const problem = (flags: Record<string, unknown>, environment: NodeJS.ProcessEnv = {}): string => {
  try {
    readSettings(flags, environment);
  } catch (error) {
    return (error as { detail: string }).detail;
  }
  return 'no problem';
};

describe('settings', () => {
  it('are the defaults where nothing is said', () => {
    expect(readSettings({}, { PATH: '/bin' })).toEqual(DEFAULTS);
  });

  it('come from variables, and from flags before those', () => {
    const environment = { SHELFCAST_PORT: '9000', SHELFCAST_CACHE: 'off', SHELFCAST_PROCESSES: '3' };
    const flags = { port: '0', corsOrigins: 'https://a.example, *', furtherEncoders: 'a/b, c' };
    expect(readSettings(flags, environment)).toMatchObject({
      port: 0,
      furtherEncoders: ['a/b', 'c'],
      cache: false,
      processes: 3,
      corsOrigins: ['https://a.example', '*'],
    });
  });

  it.each([
    [{ port: '99999' }, {}, /^--port .*65535.* \(got '99999'\)$/],
    [{}, { SHELFCAST_PORT: 'x' }, /^SHELFCAST_PORT must be a whole number/],
    [{}, { SHELFCAST_PROT: '1' }, /^SHELFCAST_PROT is not a setting/],
    [{ colour: 'red' }, {}, /^--colour is not a setting/],
    [{ processes: 'many' }, {}, /--processes must be auto or a whole number from 1 to 256/],
    [{ device: 'gpu' }, {}, /must be auto, cpu, cuda, cuda:N or cuda:N,M/],
    [{ dtype: 'bf16' }, {}, /^--dtype must be auto, fp32, fp16 or int8 \(got 'bf16'\)$/],
    [{}, { SHELFCAST_DB: ':memory:' }, /^SHELFCAST_DB must be a file, as others lie beside it/],
    [{ threads: '0' }, {}, /^--threads .*>=1/],
    [{ apiKeyHashes: 'plain' }, {}, /--api-key-hashes must be SHA-256 hashes/],
    [{ corsOrigins: 'https://a.example/path' }, {}, /--cors-origins must be origins/],
    [{ cache: 'maybe' }, {}, /--cache must be on or off/],
  ])('%j %j are refused by name', (flags, environment, message) => {
    expect(problem(flags, environment as NodeJS.ProcessEnv)).toMatch(message);
  });

  it('name all that is wrong at once', () => {
    expect(problem({ port: 'x', host: '' }, { SHELFCAST_FOO: '1' })).toMatch(/SHELFCAST_FOO.*--host.*--port/);
  });

  it('are each a flag and a variable', () => {
    expect(SETTING_FLAGS.find(({ name }) => name === 'maxBatchTokens')).toEqual({
      name: 'maxBatchTokens',
      flag: '--max-batch-tokens',
      variable: 'SHELFCAST_MAX_BATCH_TOKENS',
      description: expect.any(String),
      default: DEFAULTS.maxBatchTokens,
    });
    expect(SETTING_FLAGS.map(({ name }) => name).sort()).toEqual(Object.keys(DEFAULTS).sort());
  });

  it('are not confused by what Kubernetes tells the containers of a service of this name', () => {
    const injected = {
      SHELFCAST_SERVICE_HOST: '10.0.171.239',
      SHELFCAST_SERVICE_PORT: '8080',
      SHELFCAST_SERVICE_PORT_HTTP: '8080',
      SHELFCAST_PORT: 'tcp://10.0.171.239:8080',
      SHELFCAST_PORT_8080_TCP: 'tcp://10.0.171.239:8080',
      SHELFCAST_PORT_8080_TCP_PROTO: 'tcp',
      SHELFCAST_PORT_8080_TCP_PORT: '8080',
      SHELFCAST_PORT_8080_TCP_ADDR: '10.0.171.239',
      SHELFCAST_API_PORT: 'tcp://10.0.171.240:80',
      SHELFCAST_API_SERVICE_HOST: '10.0.171.240',
    };
    expect(readSettings({}, injected).port).toBe(8080);
    expect(readSettings({}, { ...injected, SHELFCAST_PORT: '9000' }).port).toBe(9000);
    expect(() => readSettings({}, { SHELFCAST_SERVICE: 'x' })).toThrow('SHELFCAST_SERVICE is not a setting');
  });
});
