const { dirname, join, relative } = require('node:path');
const { tmpdir } = require('node:os');

const SRC = join(__dirname, '../../src');

/**
 * Stands for src/common/moduleBeside in tests: processes and threads of ours run what the environment built from the
 * sources, which takes half of the time that tsx takes.
 */
exports.moduleBeside = (file, name) => ({
  path: join(tmpdir(), 'dist', relative(SRC, dirname(file)), `${name}.js`),
  execArgv: [],
});
