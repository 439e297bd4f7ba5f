import { pipeline, env } from '@huggingface/transformers';
import express from 'express';

/**
 * The server that anyone would write first: Express, with transformers.js in the same process, each request's texts run
 * as one batch. Arguments: directory that holds the encoder's directory, its name, dtype.
 */
async function main([root, name, dtype]: string[]): Promise<void> {
  env.allowRemoteModels = false;
  env.localModelPath = root;
  const extract = await pipeline('feature-extraction', name, { dtype: dtype === 'int8' ? 'q8' : 'fp32' });
  const app = express();
  app.use(express.json({ limit: '8mb' }));
  app.post('/embed', async (request, response) => {
    const { texts } = request.body as { texts: string[] };
    const vectors = await extract(texts, { pooling: 'mean', normalize: true });
    response.json({ embeddings: vectors.tolist() });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send!({ url: `http://127.0.0.1:${typeof address === 'object' ? address!.port : address}` });
  });
}

process.on('disconnect', () => process.exit(0));
void main(process.argv.slice(2));
