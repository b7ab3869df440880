import type { Json } from "../../mod.ts";

const digits = 5;
/** Of a list, that many items are shown. */
export const itemsMax = 8;

/** A result as a candidate reads it: five significant digits, long lists cut, what is not finite called so. */
export function shown(value: Json | undefined): string {
  if (value === null || value === undefined) return "no finite number";
  if (typeof value === "number") return String(Number(value.toPrecision(digits)));
  if (typeof value === "string") return JSON.stringify(value.slice(0, 80));
  if (Array.isArray(value)) {
    const items = value.slice(0, itemsMax).map((item) => shown(item));
    return `[${items.join(", ")}${value.length > itemsMax ? ", …" : ""}]`;
  }
  return JSON.stringify(value).slice(0, 120);
}
