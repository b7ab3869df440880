import { DOMImplementation, DOMParser, type Element, ParseError, XMLSerializer } from "@xmldom/xmldom";

/** An element to be written. A text stands alone; elements are indented. */
export interface Tree {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: string | readonly Tree[];
}

/** Writes a document whose texts come back to the letter. */
export function writeXml(root: Tree): string {
  const document = new DOMImplementation().createDocument(null, "", null);
  const build = ({ name, attributes = {}, children = [] }: Tree, depth: number): Element => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (typeof children === "string") {
      if (children !== "") element.appendChild(document.createTextNode(children));
      return element;
    }
    const indent = `\n${"  ".repeat(depth + 1)}`;
    for (const child of children) {
      element.appendChild(document.createTextNode(indent));
      element.appendChild(build(child, depth + 1));
    }
    if (children.length > 0) element.appendChild(document.createTextNode(indent.slice(0, -2)));
    return element;
  };
  const text = new XMLSerializer().serializeToString(build(root, 0), { requireWellFormed: true });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

/** The root of a well-formed document. A document type is refused: its entities could be anything. */
export function parseXml(text: string): Element {
  if (/<!DOCTYPE/i.test(text)) throw new SyntaxError("Cannot read XML: it has a document type, expected none");
  const refuse = (message: string) => new SyntaxError(`Cannot read XML: ${message}, expected a well-formed document`);
  try {
    const parser = new DOMParser({
      onError: (_level, message) => {
        throw refuse(message);
      },
    });
    const root = parser.parseFromString(text, "application/xml").documentElement;
    if (root === null) throw refuse("it is empty");
    return root;
  } catch (error) {
    if (error instanceof ParseError) throw refuse(error.message);
    throw error;
  }
}

/** Children of that name; the prefix does not matter. */
export function childrenOf(element: Element, name?: string): Element[] {
  return [...element.childNodes].filter((node): node is Element =>
    node.nodeType === node.ELEMENT_NODE && (name === undefined || (node as Element).localName === name)
  );
}

/** The first element below of that name, at any depth. */
export function find(element: Element, name: string): Element | undefined {
  for (const child of childrenOf(element)) {
    const found = child.localName === name ? child : find(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text below the child of that name, trimmed; `undefined` when there is none. */
export function textOf(element: Element, ...names: readonly string[]): string | undefined {
  const found = names.reduce<Element | undefined>((parent, name) => parent && childrenOf(parent, name)[0], element);
  return found?.textContent?.trim() || undefined;
}
