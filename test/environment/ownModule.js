const { join } = require('node:path');
const { tmpdir } = require('node:os');

/**
 * Stands for src/common/ownModule in tests: processes and threads of ours run what the environment built from the
 * sources, which takes half of the time that tsx takes.
 */
exports.ownModule = (name) => ({ path: join(tmpdir(), 'dist', `${name}.js`), execArgv: [] });
