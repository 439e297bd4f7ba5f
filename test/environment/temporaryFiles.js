const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Gives a run of the tests, and every process they start, a temporary directory that goes with it. */
module.exports = function setUp() {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-tests-'));
  process.env.TMPDIR = directory;
  // The environment of the tests loads ONNX Runtime itself.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
};
