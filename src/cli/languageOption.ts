import { Option } from 'commander';
import { LANGUAGES } from '../languages/language';

/** `--lang`, the language of report.html. */
export function languageOption(): Option {
  return new Option('--lang <language>', 'language of report.html').choices(LANGUAGES).default('en');
}
