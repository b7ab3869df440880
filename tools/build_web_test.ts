import assert from "node:assert/strict";
import { buildWeb } from "./build_web.ts";

Deno.test("buildWeb() builds nothing again from the same inputs, and every file it names is there", async () => {
  const { folder } = await buildWeb();
  assert.equal((await buildWeb()).built, false);
  const manifest = JSON.parse(await Deno.readTextFile(new URL("manifest.json", folder)));
  for (const name of ["app.js", "app.css", "katex.css", "plot.css", "icon.svg"]) {
    const file = new URL(manifest.files[name].replace("/assets/", ""), folder);
    assert.ok((await Deno.stat(file)).size > 0, name);
  }
  const style = await Deno.readTextFile(new URL(manifest.files["katex.css"].replace("/assets/", ""), folder));
  const fonts = [...style.matchAll(/url\(([^)]+)\)/g)].map(([, address]) => address!);
  assert.ok(fonts.length >= 20);
  for (const font of fonts) {
    assert.match(font, /^\/assets\/[\w-]+\.woff2$/);
    assert.ok((await Deno.stat(new URL(font.replace("/assets/", ""), folder))).size > 0, font);
  }
});
