import { type Comment, type Node, parse } from "acorn";
import { CompileError } from "./compile_error.ts";

/** A submission as the body of a function. */
export interface ParsedSubmission {
  /** Statements at the same lines and columns as in the source; the last one returns the exports. */
  readonly body: string;
  /** Names under which the body expects the tfjs namespace. */
  readonly tfNames: readonly string[];
  /** Names that the module exports. */
  readonly exported: readonly string[];
}

const tfjs = "@tensorflow/tfjs";
const importHint = `the only import is: import * as tf from "${tfjs}"`;

/**
 * Turns an ES module, its types stripped, into the body of an async function: the import of tfjs becomes a parameter, exports become
 * the returned object, a default export among them left out. Every other import, dynamic ones included, is refused.
 *
 * @throws {CompileError}
 */
export function parseSubmission(script: string): ParsedSubmission {
  const program = parseWithAcorn(script, { sourceType: "module" });
  const edits: Edit[] = [];
  const tfNames: string[] = [];
  const exported = new Map<string, string>();
  for (const statement of program.body as SyntaxNode[]) {
    rewriteStatement(statement, { edits, tfNames, exported });
  }
  const body = applyEdits(script, edits);
  refuseImports(parseWithAcorn(body, { sourceType: "script" }));
  const returned = [...exported].map(([name, local]) => `${JSON.stringify(name)}:${local}`);
  return {
    body: `${body}\n;return[{__proto__:null,${returned.join(",")}}];`,
    tfNames,
    exported: [...exported.keys()],
  };
}

// deno-lint-ignore no-explicit-any -- acorn's node types are a closed union that a walk over unknown kinds cannot use
type SyntaxNode = Node & Record<string, any>;

interface Edit {
  readonly start: number;
  readonly end: number;
  /** What stands there instead, beside spaces. */
  readonly instead?: string;
}

interface Rewrite {
  readonly edits: Edit[];
  readonly tfNames: string[];
  /** Exported name to local name. */
  readonly exported: Map<string, string>;
}

function parseWithAcorn(source: string, options: { readonly sourceType: "module" | "script" }): SyntaxNode {
  try {
    const isScript = options.sourceType === "script";
    return parse(source, {
      ecmaVersion: "latest",
      sourceType: options.sourceType,
      locations: true,
      allowHashBang: false,
      allowReturnOutsideFunction: isScript,
      allowAwaitOutsideFunction: true,
      preserveParens: true,
      onComment: (_isBlock, _text, start, _end, from) => {
        // A script knows <!-- and --> as comments and a module does not: what one skips, the other would run.
        if (source.startsWith("<!--", start) || source.startsWith("-->", start)) {
          throw new CompileError("HTML-like comments are not allowed", placeOf(from!));
        }
      },
    }) as SyntaxNode;
  } catch (error) {
    if (error instanceof CompileError) throw error;
    if (error instanceof SyntaxError) {
      const { loc } = error as SyntaxError & { loc?: Comment["loc"] & { line: number; column: number } };
      throw new CompileError(error.message.replace(/ \(\d+:\d+\)$/, ""), loc ? placeOf(loc) : undefined);
    }
    throw new CompileError("Cannot read the source: it is nested too deeply, expected an ordinary module");
  }
}

function placeOf(position: { readonly line: number; readonly column: number }): { line: number; column: number } {
  return { line: position.line, column: position.column + 1 };
}

function refuse(node: SyntaxNode, message: string): never {
  throw new CompileError(message, placeOf(node.loc!.start));
}

function rewriteStatement(node: SyntaxNode, rewrite: Rewrite): void {
  switch (node.type) {
    case "ImportDeclaration":
      return rewriteImport(node, rewrite);
    case "ExportNamedDeclaration":
      return rewriteExport(node, rewrite);
    case "ExportDefaultDeclaration":
      return rewriteDefaultExport(node, rewrite);
    case "ExportAllDeclaration":
      return refuse(node, `Re-exports are not allowed: ${importHint}`);
  }
}

function rewriteImport(node: SyntaxNode, { edits, tfNames }: Rewrite): void {
  if (node.source.value !== tfjs) refuse(node, `Cannot import "${short(node.source.value)}": ${importHint}`);
  if (node.attributes?.length > 0) refuse(node, `Import attributes are not allowed: ${importHint}`);
  for (const specifier of node.specifiers as SyntaxNode[]) {
    if (specifier.type !== "ImportNamespaceSpecifier") {
      refuse(specifier, `Cannot import "${short(specifier.local.name)}" alone: ${importHint}`);
    }
    tfNames.push(specifier.local.name);
  }
  edits.push(node);
}

function rewriteExport(node: SyntaxNode, { edits, exported }: Rewrite): void {
  if (node.source) refuse(node, `Re-exports are not allowed: ${importHint}`);
  if (node.declaration) {
    for (const name of declaredNames(node.declaration)) exported.set(name, name);
    edits.push({ start: node.start, end: node.declaration.start });
    return;
  }
  for (const specifier of node.specifiers as SyntaxNode[]) {
    exported.set(specifier.exported.name ?? specifier.exported.value, specifier.local.name);
  }
  edits.push(node);
}

/** Nobody asks for a default export: a named declaration stays as one, all else is only evaluated. */
function rewriteDefaultExport({ start, end, declaration }: SyntaxNode, { edits }: Rewrite): void {
  const keyword = { start, end: declaration.start };
  if (declaration.id && declaration.type.endsWith("Declaration")) edits.push(keyword);
  else edits.push({ ...keyword, instead: "0," }, { start: end, end });
}

function declaredNames(declaration: SyntaxNode): string[] {
  if (declaration.type !== "VariableDeclaration") return [declaration.id.name];
  return (declaration.declarations as SyntaxNode[]).flatMap(({ id }) => patternNames(id));
}

function patternNames(pattern: SyntaxNode | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property: SyntaxNode) => patternNames(property.value ?? property.argument));
    case "ArrayPattern":
      return pattern.elements.flatMap(patternNames);
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    default:
      return [];
  }
}

function applyEdits(source: string, edits: readonly Edit[]): string {
  let result = "";
  let from = 0;
  for (const { start, end, instead = "" } of edits) {
    // The semicolon keeps what stood before and after apart.
    const replacement = `;${instead}`;
    const left = source.slice(start + replacement.length, end).replace(/[^\r\n\u2028\u2029]/g, " ");
    result += source.slice(from, start) + replacement + left;
    from = end;
  }
  return result + source.slice(from);
}

function refuseImports(program: SyntaxNode): void {
  const pending: unknown[] = [program];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...value);
    else if (isNode(value)) {
      if (value.type === "ImportExpression") refuse(value, `import() is not allowed: ${importHint}`);
      if (value.type === "MetaProperty" && value.meta.name === "import") refuse(value, "import.meta is not allowed");
      pending.push(...Object.values(value));
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function short(text: unknown): string {
  return String(text).slice(0, 60);
}
