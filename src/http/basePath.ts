import type { RequestHandler } from 'express';

/**
 * Removes the prefix under which a proxy offers the server from each address, whether the proxy has left it there or
 * not; the prefix alone leads to the page.
 */
export function basePath(prefix: string): RequestHandler {
  return (request, response, next) => {
    const { url } = request;
    if (url === prefix) {
      response.redirect(308, `${prefix}/`);
      return;
    }
    if (url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`)) {
      const rest = url.slice(prefix.length);
      request.url = rest.startsWith('/') ? rest : `/${rest}`;
    }
    next();
  };
}
