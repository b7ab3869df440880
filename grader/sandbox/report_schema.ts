import { z } from "zod";
import type { Json } from "../../question-bank/mod.ts";
import { type Fault, lossesMax, lossNameMax, type Report } from "./protocol.ts";

const fault = z.strictObject({
  message: z.string().max(10_000),
  line: z.int().positive().exactOptional(),
  column: z.int().positive().exactOptional(),
}) satisfies z.ZodType<Fault>;

const losses = z.record(z.string().max(lossNameMax), z.number())
  .refine((record) => Object.keys(record).length <= lossesMax);
const common = { peakKiB: z.number().nonnegative(), forged: z.int().nonnegative() };

/** What the child's main isolate says. */
export const reportSchema: z.ZodType<Report> = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("ready"), backend: z.string().max(20) }),
  z.strictObject({ ...common, kind: z.literal("alive") }),
  z.strictObject({ ...common, kind: z.literal("progress"), step: z.number(), losses }),
  z.strictObject({ ...common, kind: z.literal("parsed") }),
  z.strictObject({ ...common, kind: z.literal("loaded") }),
  z.strictObject({ ...common, kind: z.literal("refused"), fault }),
  z.strictObject({ ...common, kind: z.literal("crashed"), fault }),
  z.strictObject({ ...common, kind: z.literal("returned"), body: z.string() }),
  z.strictObject({ ...common, kind: z.literal("threw"), fault }),
]);

const depthMax = 40;

/**
 * Reads a probe's result, which was made in the submission's realm.
 *
 * @throws {TypeError} for anything but plain data with finite numbers.
 */
export function readOutput(body: string): Json {
  const value: unknown = JSON.parse(body);
  check(value, 0);
  return value as Json;
}

function check(value: unknown, depth: number): void {
  if (depth > depthMax) throw new TypeError("Cannot read result: nested too deeply, expected plain data");
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError("Cannot read result: a number is not finite, expected finite numbers or null");
  }
  if (typeof value !== "object" || value === null) return;
  if (Object.hasOwn(value, "__proto__")) throw new TypeError("Cannot read result: it has a prototype of its own");
  for (const member of Object.values(value)) check(member, depth + 1);
}
