import { dirname, join } from 'node:path';
import express, { type Router } from 'express';
import type { Reply } from '../exchange/reply';
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

/** The API document, and Swagger UI to browse it, all from this server. */
export function docsRouter(document: object): Router {
  const router = express.Router();
  const json = JSON.stringify(document);
  const answer = (path: string, reply: Reply) =>
    router.get(path, async (_request, response) => {
      await send(response, reply);
    });
  answer('/openapi.json', { text: json, contentType: 'application/json' });
  answer('/docs', { text: PAGE, contentType: 'text/html; charset=utf-8' });
  answer('/docs/start.js', { text: START, contentType: 'text/javascript; charset=utf-8' });
  const directory = dirname(require.resolve('swagger-ui-dist/package.json'));
  for (const file of SHIPPED) {
    router.get(`/docs/${file}`, (_request, response) => {
      response.sendFile(join(directory, file), { maxAge: '1d' });
    });
  }
  return router;
}
