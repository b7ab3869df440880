/**
 * Builds what browsers load: the bundled script, the style sheet, KaTeX's style and fonts, the icon. Names carry a hash of
 * their content; `manifest.json` says which name is which.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = new URL("../", import.meta.url);
const styles = ["tokens", "base", "start", "interview", "grade", "report", "print"];
const packed = /\.(css|js|svg)$/;

/** What {@link buildWeb} did. */
export interface WebBuild {
  /** Where the files are. */
  readonly folder: URL;
  /** Whether anything had to be built. */
  readonly built: boolean;
}

/**
 * Writes `build/web/`. Does nothing when what is there was built from the same inputs (by content, not by time). The folder
 * is exchanged as a whole at the end, so that a failed build leaves the last good one.
 *
 * @throws when a source does not compile
 */
export async function buildWeb(): Promise<WebBuild> {
  const folder = new URL("build/web/", root);
  const inputs = await hashOfInputs();
  if (await builtFrom(folder) === inputs) return { folder, built: false };

  const draft = new URL(`build/web-${crypto.randomUUID()}/`, root);
  await Deno.mkdir(draft, { recursive: true });
  try {
    const files: Record<string, string> = {};
    files["app.js"] = await bundle(draft);
    files["app.css"] = await put(draft, "app.css", await joinStyles(styles));
    files["staff.css"] = await put(draft, "staff.css", await joinStyles(["staff"]));
    files["katex.css"] = await put(draft, "katex.css", await katexStyle(draft));
    files["plot.css"] = await put(draft, "plot.css", await Deno.readFile(packageFile("uplot", "dist/uPlot.min.css")));
    files["icon.svg"] = await put(draft, "icon.svg", await Deno.readFile(new URL("web/icon.svg", root)));
    await compress(draft);
    await Deno.writeTextFile(new URL("manifest.json", draft), JSON.stringify({ inputs, files }, null, 2) + "\n");
    await remove(folder);
    await Deno.rename(draft, folder);
  } finally {
    await remove(draft);
  }
  return { folder, built: true };
}

async function hashOfInputs(): Promise<string> {
  const hash = createHash("sha256");
  const paths = ["deno.lock", "tools/build_web.ts", "web/icon.svg", "web/turn_form.ts", "web/line_marks.ts"];
  for (const folder of ["web/browser", "web/messages", "web/styles"]) {
    for await (const { name, isFile } of Deno.readDir(new URL(folder, root))) {
      if (isFile) paths.push(`${folder}/${name}`);
    }
  }
  for (const path of paths.sort()) {
    hash.update(`${path}\0`).update(await Deno.readFile(new URL(path, root))).update("\0");
  }
  return hash.digest("hex");
}

async function builtFrom(folder: URL): Promise<string | null> {
  try {
    return JSON.parse(await Deno.readTextFile(new URL("manifest.json", folder))).inputs;
  } catch {
    return null;
  }
}

async function bundle(draft: URL): Promise<string> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--platform",
      "browser",
      "--minify",
      "--code-splitting",
      "--outdir",
      fileURLToPath(draft),
      "web/browser/app.ts",
    ],
    cwd: fileURLToPath(root),
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`Cannot bundle "web/browser/app.ts": ${new TextDecoder().decode(stderr).trim()}`);
  const script = await Deno.readFile(new URL("app.js", draft));
  await Deno.remove(new URL("app.js", draft));
  return await put(draft, "app.js", script);
}

async function joinStyles(names: readonly string[]): Promise<string> {
  const sheets = await Promise.all(names.map((name) => Deno.readTextFile(new URL(`web/styles/${name}.css`, root))));
  return sheets.join("\n").replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/\s*\n\s*/g, "\n");
}

/** KaTeX's style with its WOFF2 fonts, which every browser that viva runs in can read. */
async function katexStyle(draft: URL): Promise<string> {
  const style = await Deno.readTextFile(packageFile("katex", "dist/katex.min.css"));
  const only = style.replaceAll(/,url\([^)]*\) format\("(?:woff|truetype)"\)/g, "");
  let result = only;
  for (const [, name] of only.matchAll(/url\(fonts\/([\w-]+\.woff2)\)/g)) {
    const address = await put(draft, name!, await Deno.readFile(packageFile("katex", `dist/fonts/${name}`)));
    result = result.replace(`fonts/${name}`, address);
  }
  return result;
}

const packageFile = (name: string, path: string) => new URL(`node_modules/${name}/${path}`, root);

/** Writes a file under a name with its hash; gives its address. */
async function put(folder: URL, name: string, content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const hashed = name.replace(/\.(\w+)$/, `-${hash}.$1`);
  await Deno.writeFile(new URL(hashed, folder), bytes);
  return `/assets/${hashed}`;
}

async function compress(folder: URL): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (!packed.test(name)) continue;
    const bytes = Buffer.from(await Deno.readFile(new URL(name, folder)));
    await Deno.writeFile(new URL(`${name}.gz`, folder), gzipSync(bytes, { level: 9 }));
    await Deno.writeFile(new URL(`${name}.br`, folder), brotliCompressSync(bytes));
  }
}

async function remove(folder: URL): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

if (import.meta.main) {
  const { folder, built } = await buildWeb();
  console.log(`${built ? "built" : "unchanged"}: ${fileURLToPath(folder)}`);
}
