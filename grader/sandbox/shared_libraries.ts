/**
 * The shared libraries that a program loads, the dynamic linker included, as absolute paths. Asks the dynamic linker itself, which
 * is what ldd does; an empty list for a static program.
 */
export async function sharedLibraries(program: string): Promise<string[]> {
  const { stdout } = await new Deno.Command(program, {
    env: { LD_TRACE_LOADED_OBJECTS: "1" },
    clearEnv: true,
    stdout: "piped",
    stderr: "null",
  }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  return lines.flatMap((line) => /(?:=> |^\s*)(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}
