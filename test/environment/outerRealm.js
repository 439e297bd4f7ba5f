const os = require('node:os');
const { TestEnvironment } = require('jest-environment-node');
const hucre = require('hucre/xlsx');
const onnxruntime = require('onnxruntime-node');
require('./compiledOnce');

// A command starts an inference process for each core: here one, however many the machine has.
os.availableParallelism = () => 1;

/**
 * Gives the test's VM the typed arrays of the outer realm: onnxruntime-node makes its outputs with those, and its
 * Tensor class checks them by constructor.
 */
module.exports = class OuterRealmEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    // Its binding aborts the process when it is initialised twice, so every test file gets the same module.
    this.global.onnxruntime = onnxruntime;
    this.global.hucre = hucre;
    for (const name of [
      'ArrayBuffer',
      'Float32Array',
      'Float64Array',
      'Int8Array',
      'Uint8Array',
      'Int16Array',
      'Uint16Array',
      'Int32Array',
      'Uint32Array',
      'BigInt64Array',
      'BigUint64Array',
    ]) {
      this.global[name] = globalThis[name];
    }
  }
};
