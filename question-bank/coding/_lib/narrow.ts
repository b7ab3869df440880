import type { Json } from "../../mod.ts";

/** Whether a result is a number; `null` stands for one that is not finite. */
export function isNumber(value: Json | undefined): value is number {
  return typeof value === "number";
}

/** Whether a result is a list of finite numbers, of that length if one is given. */
export function isNumbers(value: Json | undefined, length?: number): value is readonly number[] {
  return Array.isArray(value) && (length === undefined || value.length === length) && value.every(isNumber);
}

/** Whether a result is a record. */
export function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
