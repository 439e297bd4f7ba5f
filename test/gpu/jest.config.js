const base = require('../../jest.config');

/** What needs a GPU, and so is no part of the ordinary suite. */
module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['**/test/gpu/*.gpu.ts'],
  testTimeout: 300_000,
};
