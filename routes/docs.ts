import { Hono } from "hono";
import { html } from "hono/html";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Env } from "./api.ts";

const assets = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
} as const;

const start = `
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#api", deepLinking: true, tryItOutEnabled: true });
`;

/** `/docs`: the reference page of the API, with its script and style from this server. */
export function docsRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get("/docs", (c) => {
    // Swagger UI styles its elements inline; nothing else of the page may.
    c.header(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    return c.html(html`
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>viva: HTTP API</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="/docs/swagger-ui.css">
        </head>
        <body>
          <div id="api"></div>
          <script src="/docs/swagger-ui-bundle.js"></script>
          <script src="/docs/start.js"></script>
        </body>
      </html>
    `);
  });
  routes.get("/docs/start.js", (c) => c.body(start, 200, { "Content-Type": "text/javascript; charset=utf-8" }));
  for (const [name, type] of Object.entries(assets)) {
    routes.get(`/docs/${name}`, async (c) => {
      const file = await readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`)));
      return c.body(new Uint8Array(file), 200, { "Content-Type": type, "Cache-Control": "public, max-age=3600" });
    });
  }
  return routes;
}
