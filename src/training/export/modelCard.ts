import { type Manifest, MODEL_FILES } from '../../contract/manifest';

/** README.md of a model directory: its data, its training, and its accuracy. */
export function modelCard(manifest: Manifest): string {
  const { title, data, training, encoder, horizon, quantiles, schema, files } = manifest;
  const weeks = data.first_week ? `, weeks of ${data.first_week} to ${data.last_week}` : '';
  const wanted =
    schema.mode === 'demand'
      ? `weekly units of a product, ${horizon} weeks ahead and their total`
      : `\`${schema.target}\` of a table's rows`;
  return `# ${title}

Forecasts ${wanted}: quantiles ${quantiles.join(', ')} and the mean.

| | |
| --- | --- |
| Source of the data | ${data.source} |
| Licence of the data | ${data.licence} |
| Rows, products | ${data.rows.toLocaleString('en-US')}, ${data.skus.toLocaleString('en-US')}${weeks} |
| SHA-256 of the data file | \`${data.hash}\` |
| Encoder | ${encoder.name}, ${encoder.dimension} wide, ${encoder.pooling} pooling (SHA-256 \`${encoder.hash.slice(0, 12)}…\`) |
| Training | ${training.rows.toLocaleString('en-US')} rows, ${training.steps} steps, seed ${training.seed}, ${Math.round(training.seconds)} s |

\`head.onnx\` reads words and numbers, \`numeric-only.onnx\` is its twin without words, \`text-only.onnx\` the one without
numbers. Scaling, calibration and the way back to units are inside the graphs; \`manifest.json\` names their inputs,
hashes and the records that are replayed when the model is loaded. The data themselves are not here: \`analogs.json\` holds
of each product its code, description, mean, price and launch, ${MODEL_FILES.neighbours in files ? '`neighbours.bin` its latest weeks and its vector, ' : ''}which the model compares with.
${metricsOf(manifest)}`;
}

function metricsOf({ metrics }: Manifest): string {
  const tasks = Object.entries(metrics);
  if (tasks.length === 0) return '';
  const tables = tasks.map(([task, models]) => {
    const names = [...new Set(Object.values(models).flatMap((figures) => Object.keys(figures)))];
    const rows = Object.entries(models).map(
      ([model, figures]) =>
        `| ${model} | ${names.map((name) => figures[name]?.toFixed(3) ?? '').join(' | ')} |`,
    );
    return `\n### ${task}\n\n| model | ${names.join(' | ')} |\n|${' --- |'.repeat(names.length + 1)}\n${rows.join('\n')}\n`;
  });
  return `\n## How good it is\n\nBacktest at several origins, everything fitted anew on the weeks before each.\n${tables.join('')}`;
}
