const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/environment/beforeAll.js',
  testSequencer: '<rootDir>/test/environment/longestFirst.js',
  testEnvironment: '<rootDir>/test/environment/outerRealm.js',
  moduleNameMapper: {
    '^onnxruntime-node$': '<rootDir>/test/environment/onnxruntime.js',
    '^hucre/xlsx$': '<rootDir>/test/environment/hucre.js',
    '/common/ownModule$': '<rootDir>/test/environment/ownModule.js',
  },
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023' }, sourceMaps: 'inline' }] },
  /** Looked up in a test's VM, globals cost more than half of the time of a training. */
  sandboxInjectedGlobals: [
    'Math',
    'Number',
    'Array',
    'Object',
    'Map',
    'Set',
    'Infinity',
    'BigInt',
    'JSON',
    'Int32Array',
    'Uint8Array',
    'Uint16Array',
    'Uint32Array',
    'Float32Array',
    'Float64Array',
  ],
  /** Most tests wait for processes of their own, while another worker can compute. */
  maxWorkers: availableParallelism() + 1,
  /** Ends what hangs, and judges nothing: a test may take long on a busy machine. */
  testTimeout: 600_000,
};
