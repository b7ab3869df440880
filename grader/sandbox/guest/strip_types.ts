import { stripTypeScriptTypes } from "node:module";
import { assignParameterProperties } from "./assign_parameter_properties.ts";

/**
 * A submission with blanks in the place of its types, so that every line and column stays; `undefined` when it is no TypeScript.
 *
 * It runs inside the jail, not in the server: type strippers take exponential time on some inputs and do not survive a stack
 * overflow, and nothing but a kill ends them. And it runs in the realm, before anything of the submission does, not in the main
 * isolate: the one that Deno has wants to know how large its stack is, which a process cannot find out for its first thread where
 * there is no process file system.
 */
export function stripTypes(source: string): string | undefined {
  return stripped(source) ?? stripped(assignParameterProperties(source));
}

function stripped(source: string): string | undefined {
  try {
    return stripTypeScriptTypes(source, { mode: "strip" });
  } catch {
    return undefined;
  }
}
