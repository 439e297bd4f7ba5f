import { Option } from 'commander';
import { DEFAULTS } from '../contract/settings';

/** Value of `--encoder`: the language of the texts decides between the encoders that ship. */
export const AUTO_ENCODER = 'auto';

/** `--encoder` of all commands that embed texts. */
export function encoderOption(): Option {
  return new Option('--encoder <directory>', 'directory of the text encoder')
    .default(DEFAULTS.encoder)
    .env('SHELFCAST_ENCODER');
}

/** `--encoder` of commands that read all texts of a shop. */
export function chosenEncoderOption(): Option {
  return new Option(
    '--encoder <directory>',
    'directory of the text encoder; auto: of those that ship, the one that reads the language of the texts',
  )
    .default(AUTO_ENCODER)
    .env('SHELFCAST_ENCODER');
}
