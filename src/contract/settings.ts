import { isIP } from 'node:net';
import { z } from 'zod';
import { shipped } from '../common/shipped';
import { PROMOTIONS } from './jobs';
import { KEY_HASH } from './scopes';

/** What `serve` uses without a flag or environment variable. */
export const DEFAULTS = {
  host: '127.0.0.1',
  port: 8080,
  db: 'data/shelfcast.db',
  view: 'data/shelfcast.db',
  models: shipped('onnx'),
  model: null,
  closeWeeks: 'manual',
  promote: 'ask',
  encoder: shipped('onnx/encoder'),
  furtherEncoders: [],
  dtype: 'auto',
  device: 'auto',
  processes: 'auto',
  threads: 'auto',
  maxBatchTokens: 'auto',
  padTokens: 'auto',
  padRows: 'auto',
  oneGraph: 'auto',
  queueTexts: 8192,
  cache: true,
  cacheEntries: 200_000,
  cachePrecision: 'fp16',
  requestTimeout: 60_000,
  bodyLimit: 8 * 1024 * 1024,
  rateLimit: 0,
  apiKeyHashes: [],
  apiKeyFile: null,
  corsOrigins: [],
  allowedHosts: [],
  basePath: null,
  trustProxy: [],
  maxConnections: 2048,
  spoolLimit: 1024 * 1024 * 1024,
  logLevel: 'info',
  grace: 20,
  forecastsKept: 26,
} as const;

const whole = z.preprocess(numeric, z.number('must be a whole number').int('must be a whole number'));
const automatic = z.preprocess(
  numeric,
  z.union(
    [z.literal('auto'), z.number().int().min(1).max(256)],
    'must be auto or a whole number from 1 to 256',
  ),
);
const onOff = z.union(
  [z.boolean(), z.enum(['on', 'off']).transform((word) => word === 'on')],
  'must be on or off',
);
const path = z.string().min(1);
const databaseFile = path.refine((value) => value !== ':memory:', 'must be a file, as others lie beside it');
const list = <T extends z.ZodType<unknown, string>>(entry: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
    z.array(entry),
  );
const keyHash = z
  .string()
  .regex(KEY_HASH, 'must be SHA-256 hashes in hex, as `shelfcast key` prints them (HASH or HASH:read+write)');
const origin = z
  .string()
  .refine((value) => value === '*' || isOrigin(value), 'must be origins: https://shop.example');

const hostName = z
  .string()
  .regex(/^(\*|[a-z0-9._-]+(:\d+)?)$/i, 'must be host names: shop.example, shop.example:8080 or *');
const proxy = z
  .string()
  .refine(
    (value) => value === 'loopback' || isIP(value.replace(/\/\d+$/, '')) > 0,
    'must be addresses, networks (10.0.0.0/8) or loopback',
  );

/** Every setting of `serve`. A key is a flag (`--max-batch-tokens`) and a variable (`SHELFCAST_MAX_BATCH_TOKENS`). */
export const settings = z.strictObject({
  host: z.string().min(1).default(DEFAULTS.host).describe('address to listen on'),
  port: whole
    .pipe(z.number().max(65_535))
    .default(DEFAULTS.port)
    .describe('port to listen on; 0 picks a free one'),
  db: databaseFile
    .default(DEFAULTS.db)
    .describe(
      'SQLite file of catalog and models (embeddings are stored next to it); or postgres://..., a catalog shared by servers',
    ),
  view: databaseFile
    .default(DEFAULTS.view)
    .describe("this server's own SQLite file, for a catalog in PostgreSQL"),
  models: path.default(DEFAULTS.models).describe('directory with model directories, or s3://BUCKET/FOLDER'),
  model: z
    .string()
    .min(1)
    .nullable()
    .default(DEFAULTS.model)
    .describe('model to activate; by default the last active one, at first demo-shop'),
  closeWeeks: z
    .enum(['manual', 'auto'], 'must be manual or auto')
    .default(DEFAULTS.closeWeeks)
    .describe(
      "manual: POST /sales/complete closes weeks; auto: weeks with sales close when they end by this machine's calendar",
    ),
  promote: z
    .enum(PROMOTIONS, 'must be ask or auto')
    .default(DEFAULTS.promote)
    .describe(
      'ask: a newly trained model waits to be activated; auto: it is activated if it is not significantly worse',
    ),
  encoder: path.default(DEFAULTS.encoder).describe('directory of the text encoder'),
  furtherEncoders: list(path)
    .default([])
    .describe('directories of further encoders that models were trained with, comma-separated'),
  dtype: z
    .enum(['auto', 'fp32', 'fp16', 'int8'], 'must be auto, fp32, fp16 or int8')
    .default(DEFAULTS.dtype)
    .describe("precision of the encoder's file: fp32, fp16 or int8; auto: int8 on a CPU, fp16 on a GPU"),
  device: z
    .string()
    .regex(/^(auto|cpu|cuda(:\d+(,\d+)*)?)$/, 'must be auto, cpu, cuda, cuda:N or cuda:N,M')
    .default(DEFAULTS.device)
    .describe('auto, cpu, cuda, cuda:N or cuda:N,M for several GPUs'),
  processes: automatic.default(DEFAULTS.processes).describe('maximum number of inference processes'),
  threads: automatic.default(DEFAULTS.threads).describe('threads of each inference process'),
  maxBatchTokens: z
    .preprocess(
      numeric,
      z.union(
        [z.literal('auto'), z.number().int().min(64).max(1_048_576)],
        'must be auto or a whole number from 64 to 1048576',
      ),
    )
    .default(DEFAULTS.maxBatchTokens)
    .describe('maximum tokens in a batch, padding included; auto: 256 on a CPU, 32768 on a GPU'),
  padTokens: automatic
    .default(DEFAULTS.padTokens)
    .describe(
      "a batch's length in tokens is rounded up to a multiple of this; auto: 1 on a CPU, 16 on a GPU",
    ),
  padRows: automatic
    .default(DEFAULTS.padRows)
    .describe("a batch's number of texts is rounded up to a multiple of this; auto: 1 on a CPU, 8 on a GPU"),
  oneGraph: z
    .union(
      [
        z.boolean(),
        z.enum(['auto', 'on', 'off']).transform((word) => (word === 'auto' ? word : word === 'on')),
      ],
      'must be auto, on or off',
    )
    .default(DEFAULTS.oneGraph)
    .describe(
      'merge encoder and head into one graph, so that one run answers a batch: auto (on a GPU), on or off',
    ),
  queueTexts: whole
    .pipe(z.number().min(256).max(10_000_000))
    .default(DEFAULTS.queueTexts)
    .describe('maximum number of waiting texts; further ones are answered 429'),
  cache: onOff.default(DEFAULTS.cache).describe('cache embeddings: on or off'),
  cacheEntries: whole
    .pipe(z.number().min(1))
    .default(DEFAULTS.cacheEntries)
    .describe('maximum number of cached embeddings; the least recently used are dropped first'),
  cachePrecision: z
    .enum(['fp16', 'fp32'])
    .default(DEFAULTS.cachePrecision)
    .describe('precision of cached embeddings: fp16 or fp32'),
  requestTimeout: whole
    .pipe(z.number().min(1).max(600_000))
    .default(DEFAULTS.requestTimeout)
    .describe('default deadline of a request in milliseconds'),
  bodyLimit: whole
    .pipe(z.number().min(1024))
    .default(DEFAULTS.bodyLimit)
    .describe('maximum size of a JSON body in bytes'),
  rateLimit: whole
    .default(DEFAULTS.rateLimit)
    .describe('requests a minute for each API key, or without keys for each address; 0: no limit'),
  apiKeyHashes: list(keyHash)
    .default([])
    .describe('SHA-256 hashes of the API keys with their scopes (HASH:read+write), comma-separated'),
  apiKeyFile: path
    .nullable()
    .default(DEFAULTS.apiKeyFile)
    .describe(
      'file with one API key per line: its SHA-256 hash with its scopes (HASH:read+write), then a name',
    ),
  corsOrigins: list(origin).default([]).describe('origins whose pages may call, comma-separated'),
  allowedHosts: list(hostName)
    .default([])
    .describe(
      'host names under which the server may be called, besides IP addresses and localhost, comma-separated; * allows any. Default: none on loopback, else any',
    ),
  basePath: z
    .string()
    .regex(/^(\/[\w.~-]+)+$/, 'must be a path such as /forecasts, without a slash at its end')
    .nullable()
    .default(DEFAULTS.basePath)
    .describe('path prefix under which a proxy offers the server; paths work with and without it'),
  trustProxy: list(proxy)
    .default([])
    .describe(
      'proxies whose X-Forwarded headers are trusted: addresses, networks or loopback, comma-separated',
    ),
  maxConnections: whole
    .pipe(z.number().min(32))
    .default(DEFAULTS.maxConnections)
    .describe(
      'maximum number of connections, also limited by open files; the longest idle one is closed first',
    ),
  spoolLimit: whole
    .pipe(z.number().min(0))
    .default(DEFAULTS.spoolLimit)
    .describe(
      'maximum bytes in temporary files for answers to NDJSON clients that send everything before they read',
    ),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default(DEFAULTS.logLevel)
    .describe('trace, debug, info, warn, error or silent'),
  forecastsKept: whole
    .pipe(z.number().min(4).max(104))
    .default(DEFAULTS.forecastsKept)
    .describe('number of closed weeks whose recorded forecasts are kept'),
  grace: whole
    .pipe(z.number().min(1).max(3600))
    .default(DEFAULTS.grace)
    .describe('seconds for accepted requests to finish when the server stops'),
});

export type Settings = z.infer<typeof settings>;

function numeric(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}
