import { join } from 'node:path';
import { shellWord } from '../../common/shellWord';
import { DEFAULTS } from '../../contract/settings';
import type { ModelState } from '../../contract/service';
import type { RegisteredModel } from '../../registry/models/models';
import { isTrainedHere } from '../../registry/models/offeredModels';

const REPORT = 'report';
/** The default horizon of `shelfcast evaluate`. */
const HORIZON = 4;

/** Commands that find out whether text helps a model, for the directory in which the server was started. */
export interface EvaluationCommands {
  evaluate: string;
  attach: string;
}

/** The commands that evaluate a model: on the catalog in `catalogFile` if that trained it, else on its own file. */
export function evaluationCommands(
  { manifest, encoder }: Pick<ModelState, 'manifest' | 'encoder'>,
  model: Pick<RegisteredModel, 'name' | 'directory' | 'active'>,
  catalogFile: string,
): EvaluationCommands {
  const isTable = manifest?.schema.mode === 'table';
  const own = isTable ? 'TABLE.csv' : 'SALES.csv';
  const data = isTrainedHere(model, catalogFile) ? ['--db', catalogFile] : ['--data', own];
  const horizon = manifest?.horizon || HORIZON;
  const ownEncoder = manifest?.encoder.directory !== undefined;
  const evaluate = [
    ...['evaluate', ...data, '--out', REPORT],
    ...(horizon === HORIZON ? [] : ['--horizon', String(horizon)]),
    ...(encoder === undefined || encoder === DEFAULTS.encoder || ownEncoder ? [] : ['--encoder', encoder]),
  ];
  return {
    evaluate: command(evaluate),
    attach: command(['models', 'attach', model.directory, join(REPORT, 'report.json')]),
  };
}

function command(words: readonly string[]): string {
  return ['npx', 'shelfcast', ...words.map(shellWord)].join(' ');
}
