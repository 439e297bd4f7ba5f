import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Option, program } from 'commander';
import { grantedCores } from '../../src/engine/cores';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { TextTokenizer } from '../../src/engine/tokenizer';
import { benchEncoder, SHIPPED_ENCODER } from './benchEncoder';
import { writeBenchModel } from './benchModel';
import { measureCatalog } from './catalogTwice';
import { measureLatency } from './latency';
import { measureMixed } from './mixedLengths';
import { benchmarkPage, encoderSection, type EncoderReport } from './report';
import { measureResponsiveness } from './responsiveness';
import { startServer } from './server';
import { distinctTexts, mixedTexts, realTexts } from '../../src/cli/bench/texts';
import { measureThroughput } from './throughput';

const ROOT = join(__dirname, '../..');
const SHIPPED_MODEL = join(ROOT, 'onnx/demo-shop');

interface Options {
  seconds: number;
  rounds: number;
  catalog: number;
  texts?: string;
  encoder?: string;
  only?: 'fp32' | 'int8';
  fastapi?: string;
  infinity?: string;
  out: string;
}

program
  .description(
    'Measures the server against the bare encoder and against its peers, and writes the page of results.',
  )
  .option('--seconds <n>', 'seconds of each phase', Number, 5)
  .option('--rounds <n>', 'rounds in which the phases take turns', Number, 3)
  .option('--catalog <n>', 'items of the catalog that is sent twice', Number, 20_000)
  .option('--texts <file>', 'real texts, one a line; the demo shop has its own')
  .option('--encoder <directory>', 'fp32 encoder in place of one with random weights of MiniLM-L6 shape')
  .addOption(
    new Option('--only <precision>', 'leave the other encoder out; the page keeps its section').choices([
      'fp32',
      'int8',
    ]),
  )
  .option('--fastapi <python>', 'a Python with what peers/fastapi_server.py wants: measures it as well')
  .option('--infinity <python>', 'a Python with what peers/infinity_server.py wants: measures it as well')
  .option('--out <file>', 'where to write the page', join(ROOT, 'docs/benchmarks.md'))
  .action(run);

async function run(options: Options): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-bench-'));
  try {
    const real = realTexts(options.texts);
    const sections: string[] = [];
    const measure = async (directory: string, title: string) => {
      const [loadBefore] = loadavg();
      const report = await measureEncoder(directory, title, real, work, options);
      const conditions = {
        date: new Date().toISOString().slice(0, 10),
        processor: cpus()[0].model.trim(),
        cores: grantedCores(),
        loadBefore,
        loadAfter: loadavg()[0],
        texts: options.texts
          ? 'texts as long as those of a given file'
          : "texts as long as the demo shop's descriptions",
        tokens: await meanTokens(real),
        seconds: options.seconds,
        rounds: options.rounds,
      };
      sections.push(encoderSection(conditions, report));
    };
    if (options.only !== 'int8') {
      const fp32 = options.encoder ?? benchEncoder('fp32', work);
      await measure(fp32, 'MiniLM-L6 shape, fp32');
    }
    if (options.only !== 'fp32') await measure(SHIPPED_ENCODER, 'The shipped encoder, int8');
    mkdirSync(dirname(options.out), { recursive: true });
    const before = existsSync(options.out) ? readFileSync(options.out, 'utf8') : '';
    writeFileSync(options.out, benchmarkPage(before, sections));
    console.log(sections.join('\n'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function measureEncoder(
  directory: string,
  title: string,
  real: string[],
  work: string,
  { seconds, rounds, catalog, fastapi, infinity }: Options,
): Promise<EncoderReport> {
  const progress = (what: string) => console.error(`${title}: ${what}`);
  const encoder = await readEncoderDirectory(directory);
  const models = mkdtempSync(join(work, 'models-'));
  progress('making a model for it');
  const heads = await writeBenchModel(models, SHIPPED_MODEL, directory);
  const settings = {
    ENCODER: directory,
    MODELS: models,
    MODEL: 'bench',
    DEVICE: 'cpu',
    DB: join(mkdtempSync(join(work, 'db-')), 'shelfcast.db'),
  };
  const processes = grantedCores();
  const texts = distinctTexts(real, 8192, 1);
  const server = await startServer({ ...settings, CACHE: 'off' });
  let measured: Omit<EncoderReport, 'title' | 'catalog'>;
  try {
    const throughput = await measureThroughput({
      encoder,
      server,
      texts,
      processes,
      seconds,
      rounds,
      pythons: { fastapi, infinity },
      progress,
    });
    progress('latency');
    const latency = await measureLatency(server, texts, { seconds, rounds });
    progress('mixed lengths');
    const mixed = await measureMixed(encoder, server, mixedTexts(real, 4096, 8, 128), {
      processes,
      seconds,
      rounds,
    });
    progress('responsiveness');
    measured = {
      throughput,
      latency,
      mixed,
      responsiveness: await measureResponsiveness(server, texts, seconds),
    };
  } finally {
    await server.stop();
  }
  const row = await measureCatalog(settings, distinctTexts(real, catalog, 2), rounds, progress);
  return { title: `${title}; ${heads}`, ...measured, catalog: row };
}

async function meanTokens(texts: string[]): Promise<number> {
  const encoder = await readEncoderDirectory(SHIPPED_ENCODER);
  const tokenizer = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
  return texts.reduce((sum, text) => sum + tokenizer.tokenize(text).ids.length, 0) / texts.length;
}

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
