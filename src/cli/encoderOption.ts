import { Option } from 'commander';
import { DEFAULTS } from '../contract/settings';

/** `--encoder`, of every command that embeds texts. */
export function encoderOption(): Option {
  return new Option('--encoder <directory>', 'directory of the text encoder')
    .default(DEFAULTS.encoder)
    .env('SHELFCAST_ENCODER');
}
