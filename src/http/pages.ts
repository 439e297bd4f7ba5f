import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { type RequestHandler, type Router } from 'express';
import helmet from 'helmet';

/** Headers of everything shown in a browser: nothing from other hosts, no inline scripts, no frames. */
export function pageHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // A TLS proxy in front can add it.
    strictTransportSecurity: false,
  });
}

/** The built page and when it was built, compressed for transfer; its assets have their hash in their names. */
export function pageRouter(directory: string): Router {
  const router = express.Router();
  if (!existsSync(join(directory, 'index.html'))) return router;
  router.use(compression());
  router.use(
    '/assets',
    express.static(join(directory, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true }),
  );
  router.use(express.static(directory, { maxAge: 0 }));
  return router;
}
