import type { EncodersMeasured } from './encoders';
import type { Served } from './served';
import type { TorchMeasured } from './torch';

export interface Summary {
  /** Best items a second of one server, and of several on the device, over the encoder alone; null: not measured. */
  servedOfBare: { encoder: string; oneServer: number | null; severalServers: number | null }[];
  /** Best batch of ONNX Runtime over the best of PyTorch in the same precision, attention told of padding in both. */
  ofTorch: { encoder: string; tokens: number; ratio: number }[];
}

/** The ratios that count, from those parts that were measured. */
export function summarise(parts: {
  encoders?: EncodersMeasured | { error: string };
  torch?: TorchMeasured | { error: string };
  server?: Served[] | { error: string };
}): Summary {
  const served = Array.isArray(parts.server) ? parts.server : [];
  const measured = parts.encoders && 'encoders' in parts.encoders ? parts.encoders.encoders : [];
  const torch = parts.torch && 'figures' in parts.torch ? parts.torch.figures : [];
  const best = (rates: { textsPerSecond: number }[]) => most(rates.map((each) => each.textsPerSecond));
  const masked = torch.filter((figure) => figure.masked);
  const pairs = new Map(masked.map(({ encoder, tokens }) => [`${encoder} ${tokens}`, { encoder, tokens }]));
  return {
    servedOfBare: served.map(({ encoder, servers: figures }) => ({
      encoder,
      oneServer: most(figures.filter(({ servers }) => servers === 1).map(({ ofBare }) => ofBare)),
      severalServers: most(figures.filter(({ servers }) => servers > 1).map(({ ofBare }) => ofBare)),
    })),
    ofTorch: [...pairs.values()].flatMap(({ encoder, tokens }) => {
      const ours = measured
        .filter((each) => each.encoder === encoder)
        .flatMap(({ figures }) => figures.filter((figure) => figure.tokens === tokens));
      const theirs = masked.filter((each) => each.encoder === encoder && each.tokens === tokens);
      return ours.length > 0 ? [{ encoder, tokens, ratio: best(ours)! / best(theirs)! }] : [];
    }),
  };
}

function most(values: readonly number[]): number | null {
  return values.length > 0 ? Math.max(...values) : null;
}
