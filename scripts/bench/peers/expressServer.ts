import { AutoModel, AutoTokenizer, env, mean_pooling, type Tensor } from '@huggingface/transformers';
import express from 'express';

/**
 * The server that anyone would write first: Express, with transformers.js in the same process, each request's texts run
 * as one batch, as the feature-extraction pipeline does. Arguments: directory that holds the encoder's directory, its
 * name, dtype.
 */
async function main([root, name, dtype]: string[]): Promise<void> {
  env.allowRemoteModels = false;
  env.localModelPath = root;
  const tokenizer = await AutoTokenizer.from_pretrained(name);
  const model = await AutoModel.from_pretrained(name, { dtype: dtype === 'int8' ? 'q8' : 'fp32' });
  const app = express();
  app.use(express.json({ limit: '8mb' }));
  app.post('/embed', async (request, response) => {
    const { texts } = request.body as { texts: string[] };
    const inputs = tokenizer(texts, { padding: true, truncation: true });
    const outputs = (await model(inputs)) as Record<string, Tensor>;
    // Some encoders end in one vector a text, the others in one a token.
    const pooled =
      outputs['sentence_embedding'] ?? mean_pooling(outputs['last_hidden_state'], inputs.attention_mask);
    response.json({ embeddings: pooled.normalize(2, -1).tolist() });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send!({ url: `http://127.0.0.1:${typeof address === 'object' ? address!.port : address}` });
  });
}

process.on('disconnect', () => process.exit(0));
void main(process.argv.slice(2));
