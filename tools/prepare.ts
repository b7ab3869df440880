/**
 * What a fresh machine needs before viva can start: the browser code and the sandbox's bundle, built once and again when their
 * sources change. With `--tests` also the Debian packages that tests use.
 *
 * @module
 */
import { join } from "node:path";
import { buildSandbox } from "./build_sandbox.ts";
import { buildWeb } from "./build_web.ts";
import { installSystemPackages } from "./system_packages.ts";

if (Deno.args.includes("--tests")) {
  await installSystemPackages();
  await Deno.mkdir(join(import.meta.dirname!, "..", "reports"), { recursive: true });
}
await buildWeb();
await buildSandbox();
