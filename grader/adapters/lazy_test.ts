import assert from "node:assert/strict";

Deno.test("grader/adapters reaches the openai package by dynamic import only", async () => {
  const command = new Deno.Command(Deno.execPath(), { args: ["info", "--json", `${import.meta.dirname}/mod.ts`] });
  const { stdout } = await command.output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: { specifier: string; dependencies?: { specifier: string; isDynamic?: boolean; code?: unknown }[] }[];
  };
  const imports = modules.flatMap(({ specifier, dependencies }) =>
    specifier.includes("/grader/") ? (dependencies ?? []).filter((it) => it.specifier === "openai" && it.code) : []
  );
  assert.deepEqual(imports.map(({ isDynamic }) => isDynamic), [true]);
});
