import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  Scalar,
  visit,
} from "yaml";
import type { Fault } from "./fault.ts";

/** Keys and indices that lead to a value. */
export type Path = readonly (string | number)[];

/** A place in a file, 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML file that remembers where its values stand. */
export interface YamlSource {
  readonly file: string;
  /** Plain values; `undefined` when the syntax is broken. */
  readonly data: unknown;
  readonly syntaxFaults: readonly Fault[];
  /** Where the value at `path` stands, or the nearest thing around it that exists. */
  place(path: Path): Place;
  /** Where a key of the mapping at `path` stands. */
  keyPlace(path: Path, key: string): Place;
  /** Where the character `offset` of the string at `path` stands; exact for literal blocks, else where the string begins. */
  placeInText(path: Path, offset: number): Place;
}

/** Parses YAML 1.2; broken syntax is told as faults, never thrown. */
export function parseYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });

  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const nodeAt = (path: Path): Node | undefined => {
    const found = path.length === 0 ? document.contents : document.getIn(path, true);
    return isNode(found) ? found : undefined;
  };
  const keyPlace = (path: Path, key: string): Place => {
    const map = nodeAt(path);
    const pair = isMap(map) ? map.items.find(({ key: node }) => isScalar(node) && node.value === key) : undefined;
    return isPair(pair) && isScalar(pair.key) && pair.key.range ? placeAt(pair.key.range[0]) : place(path);
  };
  const place = (path: Path): Place => {
    for (let length = path.length; length > 0; length--) {
      const node = nodeAt(path.slice(0, length));
      if (node?.range) return placeAt(node.range[0]);
    }
    return placeAt(document.contents?.range?.[0] ?? 0);
  };
  const placeInText = (path: Path, offset: number): Place => {
    const node = nodeAt(path);
    if (!isScalar(node) || node.type !== Scalar.BLOCK_LITERAL || !node.range) return place(path);
    const before = String(node.value).slice(0, offset);
    const { line } = placeAt(node.range[0]);
    const indent = blockIndent(text, node.range[0]);
    return {
      line: line + 1 + before.split("\n").length - 1,
      column: indent + before.length - before.lastIndexOf("\n"),
    };
  };

  const { data, error } = valueOf(document);
  const syntaxFaults = [
    ...document.errors.map(({ pos, message }): Fault => ({ file, ...placeAt(pos[0]), message: unparsable(message) })),
    ...(error === undefined ? [] : [{ file, ...placeAt(aliasOffset(document)), message: unparsable(error) }]),
  ];
  return { file, data, syntaxFaults, place, keyPlace, placeInText };
}

function valueOf(document: Document): { readonly data?: unknown; readonly error?: string } {
  if (document.errors.length > 0) return {};
  try {
    return { data: document.toJS() };
  } catch (error) {
    // An alias without an anchor, or aliases that multiply beyond reason.
    if (error instanceof ReferenceError) return { error: error.message };
    throw error;
  }
}

function aliasOffset(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

function unparsable(reason: string): string {
  return `Cannot parse YAML: ${reason}`;
}

function blockIndent(text: string, start: number): number {
  const content = text.slice(start).split("\n").slice(1).find((line) => line.trim() !== "");
  return content === undefined ? 0 : content.length - content.trimStart().length;
}
