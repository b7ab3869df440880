import assert from "node:assert/strict";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { chooseTier, tierParts } from "./choose_tier.ts";
import { createLimitsOnlyTier } from "./limits_only_tier.ts";
import { proveTier } from "./prove_tier.ts";
import type { Tier } from "./tier.ts";

const directory = await buildSandbox();
const isLinux = Deno.build.os === "linux";
const ignore = !isLinux;
const skipped = isLinux ? "" : " (skipped: not on Linux)";
const parts = await tierParts(directory);

Deno.test({
  name: `canaries find what a tier without walls lets through${skipped}`,
  ignore,
  fn: async () => {
    const open: Tier = { ...createLimitsOnlyTier(parts), name: "jail" };
    await assert.rejects(proveTier(open), (error) => {
      const { message } = error as Error;
      for (
        const success of [
          "read a file",
          "write a file",
          "accounts",
          "connect over TCP",
          "start a program",
          "socket AF_INET",
        ]
      ) {
        assert.ok(message.includes(success), `${success}: ${message}`);
      }
      return true;
    });
  },
});

Deno.test({
  name: `canaries find a tier without a memory limit${skipped}`,
  ignore,
  fn: async () => {
    const limited = createLimitsOnlyTier(parts);
    const unlimited: Tier = {
      ...limited,
      commandLine(program) {
        const { args, ...rest } = limited.commandLine(program);
        return { ...rest, args: args.map((arg) => arg.replace(/ulimit -d \d+/, "true")) };
      },
    };
    await assert.rejects(proveTier(unlimited), /allocate \d+ MiB/);
  },
});

Deno.test({
  name: `a tier in which nothing starts is not taken, and the reason says so${skipped}`,
  ignore,
  fn: async () => {
    const broken: Tier = {
      ...createLimitsOnlyTier(parts),
      commandLine: () => ({
        command: "/bin/sh",
        args: ["-c", "echo no such thing >&2; exit 3"],
        env: {},
        tellsInnerPid: false,
      }),
    };
    await assert.rejects(proveTier(broken), /ends with code 3 and says "no such thing"/);
  },
});

Deno.test({
  name: `limits alone are taken only when they are asked for by name${skipped}`,
  ignore,
  fn: async () => {
    const { tier } = await chooseTier(directory);
    assert.notEqual(tier?.name, "limits-only");
    const named = await chooseTier(directory, { only: "limits-only" });
    assert.equal(named.tier?.name, "limits-only");
    assert.match(named.reason, /trusted input/);
  },
});
