import type * as tfjs from "@tensorflow/tfjs";
import { fixOverridable } from "./fix_overridable.ts";

type Namespace = Record<string, unknown>;

/** What a submission must not do to the library that its checks use. */
const refused = [
  ..."backend copyRegisteredKernels disposeVariables findBackend findBackendFactory getGradient getKernel".split(" "),
  ..."getKernelsForBackend registerBackend registerGradient registerKernel removeBackend setBackend setPlatform".split(
    " ",
  ),
  ..."unregisterGradient unregisterKernel".split(" "),
];
const withheld = ["ENV", "Environment", "KernelBackend", "DataStorage", "kernel_impls", "backend_util"];

/**
 * Fixes the tfjs namespace: functions, classes, their prototypes and inner namespaces are frozen, the engine takes no new
 * members and its methods stay.
 */
export function freezeTf(tf: typeof tfjs): void {
  freezeNamespace(tf as unknown as Namespace, new Set());
  const engine = tf.engine() as unknown as Namespace;
  for (const name of Object.keys(engine)) {
    if (typeof engine[name] === "function") {
      Object.defineProperty(engine, name, { writable: false, configurable: false });
    }
  }
  Object.freeze(Object.getPrototypeOf(engine));
  Object.freeze(Object.getPrototypeOf(tf.env()));
  Object.preventExtensions(engine);
}

/** The `tf` that a submission gets: without backends, kernel registries and the engine's state. */
export function tfForSubmissions(tf: typeof tfjs): object {
  const given: Namespace = {};
  for (const [name, value] of Object.entries(tf)) {
    if (!withheld.includes(name)) given[name] = value;
  }
  for (const name of refused) {
    given[name] = () => {
      throw new Error(`Cannot call tf.${name}: not allowed in a submission`);
    };
  }
  const { startScope, endScope, tidy, keep, memory } = tf.engine();
  const engine = tf.engine();
  const methods = { startScope, endScope, tidy, keep, memory } as Record<string, (...args: unknown[]) => unknown>;
  for (const [name, method] of Object.entries(methods)) methods[name] = method.bind(engine);
  Object.freeze(methods);
  given.engine = () => methods;
  const env = tf.env();
  const flags = Object.freeze({
    get: (flag: string) => env.get(flag),
    getNumber: (flag: string) => env.getNumber(flag),
    getBool: (flag: string) => env.getBool(flag),
  });
  given.env = () => flags;
  freezeNamespace(given, new Set());
  return given;
}

function freezeNamespace(namespace: Namespace, seen: Set<unknown>): void {
  if (seen.has(namespace)) return;
  seen.add(namespace);
  for (const value of Object.values(namespace)) {
    if (typeof value === "function") freezeFunction(value);
    else if (isPlain(value)) freezeNamespace(value, seen);
  }
  Object.freeze(namespace);
}

function freezeFunction(value: object): void {
  for (let owner: object | null = value; owner && !Object.isFrozen(owner); owner = Object.getPrototypeOf(owner)) {
    const { prototype } = owner as { prototype?: object };
    if (prototype && !Object.isFrozen(prototype)) freezePrototype(prototype);
    Object.freeze(owner);
  }
}

function freezePrototype(prototype: object): void {
  for (const [name, { value, get, set }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    for (const member of [value, get, set]) if (typeof member === "function") Object.freeze(member);
    if (name !== "constructor") fixOverridable(prototype, name);
  }
  Object.freeze(prototype);
}

function isPlain(value: unknown): value is Namespace {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
