/**
 * Who may import whom. ARCHITECTURE.md shows the same table; the lint plugin enforces this one.
 *
 * @module
 */

/** What files of one layer may import. Tests beside the code, and `tests/`, `bench/` and `tools/`, may import everything. */
export interface Layer {
  /** Other layers, through their `mod.ts` only. */
  readonly layers: readonly string[];
  /** Packages, by the beginning of their names; `node:` modules are open to all. */
  readonly packages: readonly string[];
}

/** Layers by folder; the longest folder that fits a file is its layer. */
export const layers: Readonly<Record<string, Layer>> = {
  "question-bank": {
    layers: [],
    packages: ["zod", "yaml", "katex", "@xmldom/xmldom", "fflate", "gift-pegjs", "papaparse"],
  },
  "question-bank/coding": { layers: ["question-bank", "kernels/statistics"], packages: ["@tensorflow/tfjs"] },
  "kernels": { layers: ["kernels/statistics"], packages: ["@tensorflow/"] },
  "kernels/statistics": { layers: [], packages: [] },
  "grader": { layers: ["question-bank", "grader/coding"], packages: ["wink-porter2-stemmer"] },
  "grader/coding": { layers: ["grader", "question-bank"], packages: [] },
  "grader/adapters": { layers: ["grader", "question-bank"], packages: ["openai", "zod"] },
  "grader/sandbox": {
    layers: ["grader", "question-bank", "kernels"],
    packages: ["zod", "@tensorflow/", "acorn", "amaro"],
  },
  "access": { layers: [], packages: ["openid-client"] },
  "interview": { layers: ["grader", "question-bank"], packages: ["papaparse"] },
  "learners": { layers: ["interview", "question-bank"], packages: ["ts-fsrs"] },
  "slack": {
    layers: ["interview", "learners", "question-bank", "grader"],
    packages: ["hono", "@slack/types"],
  },
  "client": { layers: [], packages: ["openapi-fetch"] },
  "webhooks": { layers: [], packages: ["standardwebhooks", "ipaddr.js"] },
  "store": {
    layers: ["access", "interview", "learners", "webhooks", "slack", "grader"],
    packages: ["drizzle-orm", "@libsql/client"],
  },
  "jobs": { layers: ["interview", "grader"], packages: [] },
  "routes": {
    layers: ["access", "learners", "webhooks", "interview", "question-bank", "grader"],
    packages: ["hono", "@hono/zod-openapi", "papaparse", "rate-limiter-flexible", "prom-client"],
  },
  "web": {
    layers: ["access", "interview", "question-bank", "grader"],
    packages: [
      "hono",
      "marked",
      "marked-katex-extension",
      "katex",
      "sanitize-html",
      "@codemirror/",
      "@lezer/",
      "uplot",
      "diff",
    ],
  },
};
