/**
 * Writes `constructor(private size: number) {` as `constructor(        size: number) { this.size = size;`. It is the one thing of
 * TypeScript that runs, that submissions use (a class with a constructor is asked for), and that type strippers refuse. No line moves, and
 * a source without such a parameter comes back as it is.
 */
export function assignParameterProperties(source: string): string {
  let done = "";
  let rest = source;
  for (;;) {
    const found = /\bconstructor\s*\(/.exec(rest);
    if (!found) return done + rest;
    const open = found.index + found[0].length;
    const close = closing(rest, open);
    const { parameters, names } = withoutModifiers(rest.slice(open, close));
    const body = /^\)\s*\{/.exec(rest.slice(close));
    const start = close + (body?.[0].length ?? 0);
    done += rest.slice(0, open) + parameters + rest.slice(close, start);
    rest = rest.slice(start);
    if (!body || names.length === 0) continue;
    // Before it there is no `this`.
    const parent = /^\s*super\s*\(/.exec(rest);
    const end = parent ? closing(rest, parent[0].length) + 1 : 0;
    done += `${rest.slice(0, end)}${parent ? ";" : ""}${names.map((name) => ` this.${name} = ${name};`).join("")}`;
    rest = rest.slice(end);
  }
}

function withoutModifiers(parameters: string): { readonly parameters: string; readonly names: readonly string[] } {
  const names: string[] = [];
  const modified =
    /(^|,)(\s*)((?:(?:public|private|protected|readonly|override)\s+)+)([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;
  const blanked = parameters.replace(modified, (_, before, space, modifiers, name) => {
    names.push(name);
    return `${before}${space}${modifiers.replace(/\S/g, " ")}${name}`;
  });
  return { parameters: blanked, names };
}

/** Where the bracket that was opened just before `from` closes; the end of the text where it does not. */
function closing(text: string, from: number): number {
  const token = /\/\/.*|\/\*[^]*?\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|[([{]|[)\]}]/g;
  token.lastIndex = from;
  let depth = 1;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (/^[([{]/.test(found[0])) depth++;
    else if (/^[)\]}]/.test(found[0]) && --depth === 0) return found.index;
  }
  return text.length;
}
