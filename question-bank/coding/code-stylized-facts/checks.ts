import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  firstFailure,
  isRecord,
  judgeNumber,
  judgeNumbers,
  mean,
  normals,
  seeded,
  shown,
  uniforms,
} from "../_lib/mod.ts";

interface Case {
  readonly series: readonly number[];
  /** Lags of which the autocorrelation is asked for. */
  readonly lags: readonly number[];
  readonly asks: readonly ("returns" | "kurtosis")[];
}

const probe: CodingCheck["probe"] = ({ candidate, inputs }) =>
  (inputs as unknown as Case[]).map(({ series, lags, asks }) => {
    const given = [...series];
    const number = (value: unknown) => typeof value === "number" ? value : null;
    const result = {
      returns: asks.includes("returns") ? candidate.logReturns(given) : null,
      correlations: lags.map((lag) => number(candidate.autocorrelation(given, lag))),
      kurtosis: asks.includes("kurtosis") ? number(candidate.excessKurtosis(given)) : null,
    };
    return { ...result, isKept: given.length === series.length && given.every((value, i) => value === series[i]) };
  });

// Plain loops: independent of what is examined.
const deviations = (series: readonly number[]) => {
  const middle = mean(series);
  return series.map((value) => value - middle);
};
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const squares = (values: readonly number[]) => sum(values.map((value) => value * value));
const products = (values: readonly number[], lag: number) =>
  sum(values.slice(lag).map((value, i) => value * values[i]!));
const fourth = (values: readonly number[]) => mean(values.map((value) => value ** 4));
const ratios = (prices: readonly number[], of: (now: number, before: number) => number) =>
  prices.slice(1).map((price, i) => of(price, prices[i]!));

const correlation = (values: readonly number[], lag: number) => products(values, lag) / squares(values);
const kurtosis = (values: readonly number[]) => fourth(values) / (squares(values) / values.length) ** 2;

/** Pearson's correlation of two lists. */
function pearson(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [deviations(a), deviations(b)];
  return sum(x.map((value, i) => value * y[i]!)) / Math.sqrt(squares(x) * squares(y));
}

function judgeReturns(got: Json | undefined, { series }: Case): Judgement {
  const expected = ratios(series, (now, before) => Math.log(now / before));
  return judgeNumbers(got, expected, {
    tolerance: 1e-9,
    what: "the log returns",
    input: `prices ${shown(series)}`,
    suspicions: [
      { says: "those are simple returns", value: ratios(series, (now, before) => now / before - 1) },
      { says: "those are price differences", value: ratios(series, (now, before) => now - before) },
      { says: "those are the ratios without a logarithm", value: ratios(series, (now, before) => now / before) },
      { says: "their sign is turned around", value: expected.map((value) => -value) },
      { says: "those are logarithms to base 10", value: expected.map((value) => value / Math.LN10) },
      { says: "the first one has no price before it", value: [0, ...expected] },
    ],
  });
}

function judgeCorrelation(
  got: Json | undefined,
  { series, lag }: { readonly series: readonly number[]; readonly lag: number },
): Judgement {
  const n = series.length;
  const centred = deviations(series);
  const expected = correlation(centred, lag);
  return judgeNumber(got, expected, {
    tolerance: 1e-6,
    what: `the autocorrelation at lag ${lag}`,
    input: `series ${shown(series)} of ${n} values`,
    suspicions: [
      { says: "there the mean is not subtracted", value: correlation(series, lag) },
      { says: "that is the one at the next lag", value: correlation(centred, lag + 1) },
      { says: "that is the one at the lag before", value: lag > 0 ? correlation(centred, lag - 1) : NaN },
      { says: "that makes up for the missing terms", value: expected * n / (n - lag) },
      {
        says: "that is Pearson's correlation of the two parts",
        value: pearson(series.slice(lag), series.slice(0, n - lag)),
      },
      { says: "that is the autocovariance, not divided by the variance", value: products(centred, lag) / n },
      {
        says: "there the series goes on at its beginning",
        value: (products(centred, lag) + products([...centred.slice(n - lag), ...centred.slice(0, lag)], lag)) /
          squares(centred),
      },
    ],
  });
}

function judgeKurtosis(got: Json | undefined, { series }: Case): Judgement {
  const n = series.length;
  const centred = deviations(series);
  const raw = kurtosis(centred);
  const ofSample = fourth(centred) / (squares(centred) / (n - 1)) ** 2;
  return judgeNumber(got, raw - 3, {
    tolerance: 1e-6,
    what: "the excess kurtosis",
    input: `series ${shown(series)} of ${n} values`,
    suspicions: [
      { says: "that is the kurtosis, from which 3 is not subtracted", value: raw },
      { says: "there the mean is not subtracted", value: kurtosis(series) - 3 },
      { says: "there the variance is divided by n − 1", value: ofSample - 3 },
      {
        says: "there the sample correction is applied",
        value: (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (raw - 3) + 6),
      },
      { says: "there the variance is not squared", value: fourth(centred) / (squares(centred) / n) - 3 },
    ],
  });
}

function judgeCase(output: Json | undefined, each: Case): [Judgement, ...Judgement[]] {
  const got = isRecord(output) ? output : {};
  const correlations: readonly Json[] = Array.isArray(got.correlations) ? got.correlations : [];
  const judgements = [
    ...(each.asks.includes("returns") ? [judgeReturns(got.returns, each)] : []),
    ...each.lags.map((lag, index) => judgeCorrelation(correlations[index], { series: each.series, lag })),
    ...(each.asks.includes("kurtosis") ? [judgeKurtosis(got.kurtosis, each)] : []),
  ];
  const kept = { passed: got.isKept === true, message: "Expected the given series to stay as it is, got it changed." };
  return [kept, ...judgements];
}

function check(draw: (random: Random) => readonly Case[]): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const results = Array.isArray(output) ? output : [];
      const judgements = (inputs as unknown as Case[]).flatMap((each, index) => judgeCase(results[index], each));
      return firstFailure(judgements as [Judgement, ...Judgement[]]);
    },
  };
}

const alternating = (count: number, [even, odd]: readonly [number, number]) =>
  Array.from({ length: count }, (_, i) => i % 2 === 0 ? even : odd);

export const checks: Record<string, CodingCheck> = {
  "returns": check(() => [{ series: [100, 110, 99], lags: [], asks: ["returns"] }]),
  "alternating": check(() => [{ series: alternating(100, [1, -1]), lags: [1, 2], asks: [] }]),
  "offset": check(() => [{ series: normals(seeded(1), 4000, { mean: 5 }), lags: [1, 3], asks: ["kurtosis"] }]),
  "two-points": check(() => [{ series: alternating(10, [3, 7]), lags: [], asks: ["kurtosis"] }]),
  "heavy-tail": check(
    () => [{ series: normals(seeded(2), 200, { deviation: 0.5 }).with(77, 12), lags: [], asks: ["kurtosis"] }],
  ),
  "fresh-series": check((random) => {
    let price = 50 + 100 * random.uniform();
    const prices = normals(random, 80, { mean: 0.002, deviation: 0.05 }).map((step) => price *= Math.exp(step));
    return [
      { series: prices, lags: [], asks: ["returns"] },
      {
        series: [...normals(random, 60, { mean: 2 }), ...uniforms(random, 20, { from: -6, to: 9 })],
        lags: [0, 2, 5],
        asks: ["kurtosis"],
      },
    ];
  }),
};
