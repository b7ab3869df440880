/**
 * Makes a data property of a prototype fixed, yet overridable by assignment on objects that inherit it, which ordinary code
 * does (`error.name = …`, `this.call = …`) and which a frozen data property forbids.
 */
export function fixOverridable(prototype: object, name: PropertyKey): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!;
  if (!descriptor.configurable || !("value" in descriptor)) return;
  const { value, enumerable } = descriptor;
  Object.defineProperty(prototype, name, {
    enumerable: enumerable ?? false,
    configurable: false,
    get: () => value,
    set(this: object, own: unknown) {
      if (this === prototype) throw new TypeError(`Cannot change "${String(name)}": it is fixed in a submission`);
      Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true });
    },
  });
}
