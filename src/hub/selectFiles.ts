import { chooseModelFile, type Dtype, noModelFile } from '../engine/encoderDirectory';
import { externalDataPaths } from '../engine/externalData';
import type { EncoderSource, SourceFile } from './source';

const REQUIRED = ['config.json', 'tokenizer.json'];
const OPTIONAL =
  /^(tokenizer_config|special_tokens_map|modules|sentence_bert_config|config_sentence_transformers)\.json$|^(README\.md|LICENSE(\.\w+)?|NOTICE)$|^\d+_[A-Za-z]+\/config\.json$/;

export interface Selection {
  dtype: Dtype;
  /** Files that are read before the weights are downloaded. */
  configuration: SourceFile[];
  /** The ONNX file and its external data. */
  weights: SourceFile[];
}

/** The files of a repository that an encoder of this precision needs. Throws an Error naming what is missing. */
export function selectFiles({ name, files }: EncoderSource, wanted?: Dtype): Selection {
  const paths = files.map(({ path }) => path);
  const missing = REQUIRED.find((path) => !paths.includes(path));
  if (missing) throw new Error(`'${name}' has no ${missing}; take a model that transformers.js can load`);
  const model = chooseModelFile(paths, wanted, 'hub');
  if (!model) throw new Error(`'${name}' ${noModelFile(paths, wanted)}`);
  const weights = [model.path, ...externalDataPaths(paths, model.path)];
  return {
    dtype: model.dtype,
    configuration: files.filter(({ path }) => REQUIRED.includes(path) || OPTIONAL.test(path)),
    weights: files.filter(({ path }) => weights.includes(path)),
  };
}
