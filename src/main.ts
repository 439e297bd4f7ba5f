import './common/compileCache';
import { ShelfcastError } from './contract/errors';
import { readSettings } from './contract/readSettings';
import type { Settings } from './contract/settings';
import { serve } from './serve';

Promise.resolve()
  .then(() => serve(environmentSettings(process.argv.slice(2))))
  .then(
    (status) => process.exit(status),
    (error: Error) => {
      process.stderr.write(`shelfcast: ${error instanceof ShelfcastError ? error.detail : error.message}\n`);
      process.exit(1);
    },
  );

function environmentSettings(words: readonly string[]): Settings {
  if (words.length === 0) return readSettings({}, process.env);
  const message = `main.js takes no flags such as ${words[0]}: \`shelfcast serve\` does, or set SHELFCAST_PORT and the like`;
  throw new ShelfcastError('invalid', message);
}
