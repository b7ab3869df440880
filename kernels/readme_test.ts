import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("the README's example prints what the README says, and its second line is right", async () => {
  const readme = await Deno.readTextFile(new URL("./README.md", import.meta.url));
  const [, program] = readme.match(/```ts\n([\s\S]*?)```/)!;
  const [, promised] = readme.match(/```text\n([\s\S]*?)```/)!;
  const path = fileURLToPath(new URL(`./.readme_example_${crypto.randomUUID()}.ts`, import.meta.url));
  await Deno.writeTextFile(path, program!);
  try {
    const output = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", path] }).output();
    assert.ok(output.success, new TextDecoder().decode(output.stderr));
    const lines = new TextDecoder().decode(output.stdout).split("\n").filter((line) => /^(before|after) /.test(line));
    assert.equal(lines.join("\n"), promised!.trim());
    const after = lines[1]!.split(" ").slice(1).map(Number);
    for (const [i, value] of penaltySlope([1.5, -0.8]).entries()) {
      assert.ok(Math.abs(after[i]! - value) < 1e-3, `${after[i]}, expected ${value}`);
    }
  } finally {
    await Deno.remove(path);
  }
});

/** The same by calculus: with s = σ(x²), dD/dx = 2x · s(1 − s) and d²D/dx² = s(1 − s)(2 + 4x²(1 − 2s)). */
function penaltySlope(x: readonly number[]): number[] {
  const s = x.map((value) => 1 / (1 + Math.exp(-value * value)));
  const slopes = s.map((value, i) => 2 * x[i]! * value * (1 - value));
  const length = Math.hypot(...slopes);
  const bends = s.map((value, i) => value * (1 - value) * (2 + 4 * x[i]! ** 2 * (1 - 2 * value)));
  return bends.map((bend, i) => 2 * (length - 1) * slopes[i]! / length * bend);
}
