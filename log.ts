import { configure, getConsoleSink, getJsonLinesFormatter, getLogger } from "@logtape/logtape";
import type { Log } from "./routes/mod.ts";
import type { Config } from "./config.ts";

/** Logs JSON lines to the console, from `level` on. */
export async function createLog(level: Config["logLevel"]): Promise<Log> {
  await configure({
    sinks: { console: getConsoleSink({ formatter: getJsonLinesFormatter() }) },
    loggers: [
      { category: "viva", lowestLevel: level, sinks: ["console"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["console"] },
    ],
  });
  const logger = getLogger("viva");
  return {
    info: (message, fields = {}) => logger.info(message, plain(fields)),
    warning: (message, fields = {}) => logger.warn(message, plain(fields)),
    error: (message, fields = {}) => logger.error(message, plain(fields)),
  };
}

/** Errors have no own enumerable properties, so they would be logged as `{}`. */
function plain(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map((
      [name, value],
    ) => [name, value instanceof Error ? value.stack ?? value.message : value]),
  );
}
