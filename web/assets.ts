/** Addresses of the built browser files, as `tools/build_web.ts` wrote them. */
export interface Manifest {
  /** Hash of everything that went into the build. */
  readonly inputs: string;
  /** Address of each file by its logical name, for example "app.js" → "/assets/app-3f2a….js". */
  readonly files: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

/** Reads the manifest of a build. */
export function readManifest(folder: URL): Manifest {
  try {
    return JSON.parse(Deno.readTextFileSync(new URL("manifest.json", folder)));
  } catch (error) {
    throw new Error(
      `Cannot serve the pages from "${folder.pathname}": they are not built, expected buildWeb() to have run`,
      {
        cause: error,
      },
    );
  }
}

/** Serves one built file. Names carry a hash of their content, so a browser may keep them for ever. */
export async function serveAsset(folder: URL, name: string, acceptEncoding: string): Promise<Response | null> {
  if (!/^[\w-]+(\.[\w-]+)*\.(css|js|svg|woff2)$/.test(name)) return null;
  const encoding = /\bbr\b/.test(acceptEncoding) ? "br" : /\bgzip\b/.test(acceptEncoding) ? "gzip" : null;
  const suffix = encoding === "br" ? ".br" : encoding === "gzip" ? ".gz" : "";
  const headers = new Headers({
    "Content-Type": types[name.split(".").at(-1)!]!,
    "Cache-Control": "public, max-age=31536000, immutable, no-transform",
    "X-Content-Type-Options": "nosniff",
    Vary: "Accept-Encoding",
  });
  const packed = encoding && await read(new URL(name + suffix, folder));
  if (packed) {
    headers.set("Content-Encoding", encoding);
    return new Response(packed, { headers });
  }
  const plain = await read(new URL(name, folder));
  return plain && new Response(plain, { headers });
}

async function read(file: URL): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await Deno.readFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
