/**
 * What command-line tools share: what is wrong with a command is told in a sentence, what is wrong with the tool by its stack.
 *
 * @module
 */
import { parseArgs, type ParseArgsConfig } from "node:util";

/** What whoever gave the command can mend: an option, a file, a setting. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** The values of `options`; an argument that is none of them is refused. */
export function parseOptions<T extends NonNullable<ParseArgsConfig["options"]>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const code = error instanceof TypeError && "code" in error ? String(error.code) : "";
    if (!(error instanceof TypeError && code.startsWith("ERR_PARSE_ARGS_"))) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}

/** A file that a command names. `expected` says what would do in its place. */
export function readInput(path: string, { what, expected }: { readonly what: string; readonly expected: string }) {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? "no such file"
      : error instanceof Deno.errors.IsADirectory
      ? "it is a folder"
      : undefined;
    if (why === undefined) throw error;
    throw new CommandError(`Cannot read ${what} "${path}": ${why}, expected ${expected}`, { cause: error });
  }
}

/** Runs a tool and exits with its code: 2 after a {@link CommandError}, which is told without a stack. */
export async function runCommand(main: (args: readonly string[]) => Promise<number>): Promise<never> {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
