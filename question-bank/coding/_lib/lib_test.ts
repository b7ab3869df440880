import assert from "node:assert/strict";
import fc from "fast-check";
import {
  at,
  callCheck,
  close,
  forward,
  indexAt,
  isNumbers,
  judgeNumber,
  judgeNumbers,
  judgeScalar,
  judgeTensor,
  mean,
  netWeights,
  norm,
  normals,
  rowsOf,
  scoreLosses,
  seeded,
  shown,
  sigmoid,
  softplus,
  tensorBy,
  uniforms,
} from "./mod.ts";

Deno.test("close refuses what is not finite and scales its tolerance with the expected number", () => {
  assert.ok(close(1000.05, 1000, { tolerance: 1e-4 }));
  assert.ok(!close(1000.2, 1000, { tolerance: 1e-4 }));
  for (const [got, expected] of [[NaN, NaN], [Infinity, Infinity], [1, Infinity]] as const) {
    assert.ok(!close(got, expected, { tolerance: 1 }));
  }
});

Deno.test("softplus and sigmoid agree with their definitions and never overflow", () => {
  fc.assert(fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
    assert.ok(close(softplus(x), Math.log(1 + Math.exp(x)), { tolerance: 1e-12 }));
    assert.ok(close(sigmoid(x), 1 / (1 + Math.exp(-x)), { tolerance: 1e-12 }));
  }));
  assert.deepEqual([softplus(1000), softplus(-1000), sigmoid(1000), sigmoid(-1000)], [1000, 0, 1, 0]);
});

Deno.test("mean and norm of a list", () => assert.deepEqual([mean([1, 2, 6]), norm([3, 4])], [3, 5]));

Deno.test("rowsOf cuts a list into rows", () => assert.deepEqual(rowsOf([1, 2, 3, 4], 2), [[1, 2], [3, 4]]));

Deno.test("forward computes a leaky hidden layer and a linear one", () => {
  assert.deepEqual(forward([[1, -1], [0, 1], [2, 10], [0.5]], [3]), [2 * 3 + 10 * 0.2 * -2 + 0.5]);
  const weights = netWeights(seeded(1), { inputs: 3, hidden: 4, outputs: 2 });
  assert.deepEqual(weights.map(({ length }) => length), [12, 4, 8, 2]);
  assert.equal(forward(weights, [1, 2, 3]).length, 2);
});

Deno.test("draws are float32 numbers of the asked distribution", () => {
  const source = { uniform: () => 0.3, normal: () => -1.5 };
  assert.deepEqual(normals(source, 2, { mean: 1, deviation: 0.1 }), Array(2).fill(Math.fround(0.85)));
  assert.deepEqual(uniforms(source, 2, { from: -1, to: 1 }), Array(2).fill(Math.fround(-0.4)));
});

Deno.test("shown cuts long lists and says what is not finite", () => {
  assert.equal(shown([1 / 3, null]), "[0.33333, no finite number]");
  assert.equal(shown(Array(20).fill(1)), "[1, 1, 1, 1, 1, 1, 1, 1, …]");
});

Deno.test("judgeNumber names the suspicion that explains a wrong number", () => {
  const options = { tolerance: 1e-4, what: "the loss", suspicions: [{ says: "this is the sum", value: 10 }] };
  assert.deepEqual(judgeNumber(2, 2, options), { passed: true, message: "Expected the loss 2, got 2." });
  assert.deepEqual(judgeNumber(10, 2, options), {
    passed: false,
    message: "Expected the loss 2, got 10: this is the sum.",
  });
  const near = {
    tolerance: 1e-2,
    what: "the loss",
    suspicions: [{ says: "near", value: 10.05 }, { says: "it", value: 10 }],
  };
  assert.equal(judgeNumber(10, 2, near).message, "Expected the loss 2, got 10: it.");
  assert.equal(judgeNumber(null, 2, options).passed, false);
  assert.equal(judgeNumber("2", 2, options).passed, false);
});

Deno.test("judgeNumbers refuses lists of another length or with holes", () => {
  const options = { tolerance: 1e-4, what: "the gradient" };
  assert.equal(judgeNumbers([1, 2], [1, 2], options).passed, true);
  for (const got of [[1], [1, 2, 3], [1, null], null, { 0: 1, 1: 2 }]) {
    assert.equal(judgeNumbers(got, [1, 2], options).passed, false);
  }
  assert.ok(isNumbers([1, 2]) && !isNumbers([1, "2"]));
});

Deno.test("judgeNumber names two mistakes that give the same number", () => {
  const suspicions = [{ says: "it is halved", value: 1 }, { says: "it is a mean", value: 1 }, { says: "x", value: 1 }];
  const { message } = judgeNumber(1, 2, { tolerance: 1e-4, what: "the loss", suspicions });
  assert.equal(message, "Expected the loss 2, got 1: it is halved, or it is a mean.");
});

Deno.test("judgeNumbers tells the first wrong number when it lies behind what is shown", () => {
  const zeros = Array<number>(12).fill(0);
  const judge = (got: number[]) => judgeNumbers(got, zeros, { tolerance: 1e-4, what: "the list" }).message;
  assert.match(judge(zeros.with(9, 1).with(10, 2)), /, …\]\. Entry 9 should be 0 and is 1\.$/);
  assert.match(judge(zeros.with(7, 1).with(9, 1)), /, …\]\.$/);
});

Deno.test("judgeScalar refuses every shape but []", () => {
  const options = { tolerance: 1e-4, what: "the loss" };
  assert.equal(judgeScalar({ shape: [], value: 2 }, 2, options).passed, true);
  for (const got of [{ shape: [1], value: 2 }, { shape: [], value: null }, { value: 2 }, 2, null]) {
    assert.equal(judgeScalar(got, 2, options).passed, false);
  }
});

Deno.test("scoreLosses judges value and gradient of every call and tells the first that is wrong", () => {
  const call = { name: "loss", columns: { scores: [1, 3] } };
  const check = scoreLosses(() => [call, call], () => ({ value: 2, gradient: [0.5, 0.5], tolerance: 1e-4 }));
  const inputs = check.draw({ uniform: () => 0, normal: () => 0 });
  const right = { shape: [], value: 2, gradient: [0.5, 0.5] };
  assert.equal(check.judge([right, right], inputs).passed, true);
  assert.deepEqual(check.judge([right, { ...right, gradient: [1, 1] }], inputs), {
    passed: false,
    message:
      "Expected the gradient of loss [0.5, 0.5], got [1, 1]: it is twice as large, as of sums in place of means or without a factor ½.",
    input: "scores [1, 3]",
  });
  for (const output of [[right], [{ ...right, shape: [2] }, right], [right, { shape: [], value: 2 }], null]) {
    assert.equal(check.judge(output, inputs).passed, false);
  }
});

Deno.test("tensorBy, at and indexAt agree on where an entry lies", () => {
  const tensor = tensorBy([2, 3], (row, column) => 10 * row! + column!);
  assert.deepEqual(tensor, { shape: [2, 3], values: [0, 1, 2, 10, 11, 12] });
  assert.equal(at(tensor, 1, 2), 12);
  assert.deepEqual(indexAt([2, 3], 5), [1, 2]);
  assert.deepEqual(tensorBy([], () => 4), { shape: [], values: [4] });
});

Deno.test("judgeTensor tells shape, place and mistake of what is wrong", () => {
  const expected = { shape: [2, 2], values: [1, 2, 3, 4] };
  const mistakes = [{ says: "there it is doubled", value: () => ({ shape: [2, 2], values: [2, 4, 6, 8] }) }];
  const judge = (got: Parameters<typeof judgeTensor>[0]) =>
    judgeTensor(got, expected, { tolerance: 1e-4, what: "the sum", mistakes });
  assert.equal(judge({ ...expected }).passed, true);
  const messages: [Parameters<typeof judgeTensor>[0], string][] = [
    [{ shape: [2, 2], values: [1, 2, 5, 4] }, "Expected the sum at [1, 0] 3, got 5."],
    [{ shape: [2, 2], values: [2, 4, 6, 8] }, "Expected the sum at [0, 0] 1, got 2: there it is doubled."],
    [{ shape: [4], values: [1, 2, 3, 4] }, "Expected the sum of shape [2, 2], got shape [4]."],
    [{ shape: [2, 2], values: [1, 2, null, 4] }, "Expected the sum of shape [2, 2], got numbers that are not finite."],
    [null, "Expected the sum of shape [2, 2], got none."],
  ];
  for (const [got, message] of messages) assert.deepEqual(judge(got), { passed: false, message });
});

Deno.test("callCheck judges every part of a result, then the gradients by its arguments", () => {
  const x = { shape: [2], values: [1, 3] };
  const check = callCheck({
    name: "squares",
    draw: () => [x, 2],
    expect: ([tensor]) => {
      const { shape, values } = tensor as typeof x;
      return { squares: { shape, values: values.map((value) => value ** 2) } };
    },
    tolerance: 1e-4,
    gradientBy: [0],
  });
  const inputs = check.draw({ uniform: () => 0, normal: () => 0.5 });
  const parts = { squares: { shape: [2], values: [1, 9] } };
  assert.deepEqual(check.judge({ parts, gradients: [[1, 3]] }, inputs), {
    passed: true,
    message: "Expected squares [1, 9], got it.",
    input: "[1, 3], 2",
  });
  assert.equal(check.judge({ parts, gradients: [[2, 6]] }, inputs).passed, false);
  assert.equal(check.judge({ parts, gradients: [] }, inputs).passed, false);
  assert.equal(check.judge({ parts: {}, gradients: [[1, 3]] }, inputs).passed, false);
  assert.equal(check.judge(null, inputs).passed, false);
});
