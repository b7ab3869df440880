import assert from "node:assert/strict";
import { plainMaths } from "./plain_maths.ts";

Deno.test.each([
  ["costs $5 alone", "costs $5 alone"],
  ["$\\log(1 - D(G(z)))$", "log(1 - D(G(z)))"],
  ["$\\mathbb{E}_{z \\sim p(z)}$", "E_(z ~ p(z))"],
  ["$\\frac{p(x)}{p(x) + q(x)}$", "(p(x))/(p(x) + q(x))"],
  ["$\\lVert \\nabla_x D(x) \\rVert_2^2$", "‖ ∇_x D(x) ‖_2^2"],
  ["$\\beta_1 \\le 0.5$", "β_1 ≤ 0.5"],
  ["a $$\\sum_i w_i$$ b", "a \nΣ_i w_i\n b"],
  ["$W_1(p, q) \\leq \\sqrt{2}$", "W_1(p, q) ≤ √(2)"],
])("plainMaths() of %j", (tex, expected) => assert.equal(plainMaths(tex), expected));
