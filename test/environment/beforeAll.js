const { mkdtempSync, rmSync, statfsSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { build, stop } = require('esbuild');

const ROOT = join(__dirname, '../..');
/** Linux keeps files there in memory: databases then wait for no disk. */
const IN_MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * Gives a run of the tests, and every process they start, a temporary directory that goes with it, laid out as the package
 * is when it is installed, with the sources built.
 */
module.exports = async function setUp() {
  const directory = mkdtempSync(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'shelfcast-tests-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  process.env.TMPDIR = directory;
  // The environment of the tests loads ONNX Runtime itself.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  for (const name of ['node_modules', 'onnx', 'package.json'])
    symlinkSync(join(ROOT, name), join(directory, name));
  await build({
    entryPoints: [join(ROOT, 'src/**/*.ts')],
    outdir: join(directory, 'dist'),
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // Files that are asked for late are CommonJS as well.
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
  });
  await stop();
};

function hasRoom(directory) {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}
