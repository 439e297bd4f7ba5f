import { Option } from 'commander';
import { DEFAULTS } from '../contract/settings';

/** Lets the language of the texts choose among the encoders that ship. */
export const AUTO_ENCODER = 'auto';

/** `--encoder`, of every command that embeds texts. */
export function encoderOption(): Option {
  return new Option('--encoder <directory>', 'directory of the text encoder')
    .default(DEFAULTS.encoder)
    .env('SHELFCAST_ENCODER');
}

/** `--encoder`, of commands that read a shop's texts whole. */
export function chosenEncoderOption(): Option {
  return new Option(
    '--encoder <directory>',
    'directory of the text encoder; auto: of those that ship, the one that reads the language of the texts',
  )
    .default(AUTO_ENCODER)
    .env('SHELFCAST_ENCODER');
}
