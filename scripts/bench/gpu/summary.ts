import type { EncodersMeasured } from './encoders';
import type { Served } from './served';

/** What PyTorch's script answers: figures, or why there are none. */
export type TorchMeasured =
  | { skipped: string }
  | { figures: { encoder: string; tokens: number; masked: boolean; textsPerSecond: number }[] };

export interface Summary {
  /** Best of the servers' items a second over the encoder alone, by encoder. */
  servedOfBare: Record<string, number>;
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
  const best = (rates: { textsPerSecond: number }[]) =>
    Math.max(...rates.map(({ textsPerSecond }) => textsPerSecond));
  const masked = torch.filter((figure) => figure.masked);
  const pairs = new Map(masked.map(({ encoder, tokens }) => [`${encoder} ${tokens}`, { encoder, tokens }]));
  return {
    servedOfBare: Object.fromEntries(
      served.map(({ encoder, servers }) => [encoder, Math.max(...servers.map(({ ofBare }) => ofBare))]),
    ),
    ofTorch: [...pairs.values()].flatMap(({ encoder, tokens }) => {
      const ours = measured
        .filter((each) => each.encoder === encoder)
        .flatMap(({ figures }) => figures.filter((figure) => figure.tokens === tokens));
      const theirs = masked.filter((each) => each.encoder === encoder && each.tokens === tokens);
      return ours.length > 0 ? [{ encoder, tokens, ratio: best(ours) / best(theirs) }] : [];
    }),
  };
}
