import { dirname, join } from 'node:path';
import express, { type Router } from 'express';
import { send } from '../exchange/reply';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>shelfcast API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });\n`;

const SHIPPED = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** The API document, made on first use, and Swagger UI to browse it, all from this server. */
export function docsRouter(document: () => object): Router {
  const router = express.Router();
  let json: string | undefined;
  const answer = (path: string, contentType: string, text: () => string) =>
    router.get(path, async (_request, response) => {
      await send(response, { text: text(), contentType });
    });
  answer('/openapi.json', 'application/json', () => (json ??= JSON.stringify(document())));
  answer('/docs', 'text/html; charset=utf-8', () => PAGE);
  answer('/docs/start.js', 'text/javascript; charset=utf-8', () => START);
  const directory = dirname(require.resolve('swagger-ui-dist/package.json'));
  for (const file of SHIPPED) {
    router.get(`/docs/${file}`, (_request, response) => {
      response.sendFile(join(directory, file), { maxAge: '1d' });
    });
  }
  return router;
}
