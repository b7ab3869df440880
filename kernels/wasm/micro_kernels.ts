import {
  add,
  addVectors,
  assemble,
  bump,
  choose,
  type Code,
  constant,
  copyWord,
  equal,
  fillWithZeros,
  get,
  larger,
  lessThan,
  loadInteger,
  loadSplat,
  loadVector,
  type Local,
  loopWhile,
  multiply,
  multiplyAdd,
  type Scope,
  set,
  shiftRight,
  shuffle,
  sixes,
  smaller,
  storeVector,
  subtract,
  type WasmFunction,
  when,
  zeroVector,
} from "./assembler.ts";

/**
 * Small dense kernels over the memory of the wasm backend. All arguments are byte addresses, byte distances or counts.
 * A panel is a strip of a matrix eight columns wide (the last one four where that is enough).
 */
export interface MicroKernels {
  /** Copies rows of `bytes` (a multiple of four). */
  copyRows(from: number, fromStep: number, to: number, toStep: number, bytes: number, rows: number): void;
  /** Sets `bytes` bytes to zero. */
  clear(at: number, bytes: number): void;
  /** to = max(from, 0), NaN for NaN, for `count` vectors of four. */
  relu(from: number, to: number, count: number): void;
  /** The same, and at most six. */
  relu6(from: number, to: number, count: number): void;
  /** to[k · toStep + lane] = from[lane · fromStep + k] for `lanes` ≤ 4 and `count` numbers k. */
  packFlipped(from: number, fromStep: number, to: number, toStep: number, lanes: number, count: number): void;
  /**
   * out[m, n] += Σ_k a[aRows[k] + m] · b[k · bStep + n], n over `vectors` times four: the sum runs over rows of both. Rows of
   * out lie `outStep` apart.
   */
  sumOverRows: SumOverRows;
  /** The same with the table for the other operand: out[m, n] += Σ_k a[k · aStep + m] · b[bRows[k] + n]. */
  sumOverWindows: SumOverRows;
  /**
   * out[places[r] + n] += Σ_t Σ_k a[rows[r] + t · tapStep + k] · b[t · count + k, n] for `height` rows r, n over `vectors` times
   * four, t over `taps` stretches of `count` numbers each. Panels of b, eight columns wide, lie `panelGap` apart and their
   * rows `panelStep`.
   */
  rowsTimesPanels(
    a: number,
    rows: number,
    count: number,
    taps: number,
    tapStep: number,
    b: number,
    panelStep: number,
    panelGap: number,
    places: number,
    out: number,
    height: number,
    vectors: number,
  ): void;
}

type SumOverRows = (
  a: number,
  aRows: number,
  count: number,
  b: number,
  bStep: number,
  out: number,
  outStep: number,
  m: number,
  vectors: number,
) => void;

/**
 * Rows of a tile that is `width` vectors wide. Of sixteen registers the engine keeps one; an accumulator each, one row of a
 * panel, one splat, and, without a fused instruction, the product take the rest.
 */
function tallest(width: number, isRelaxed: boolean): number {
  if (isRelaxed) return width === 2 ? 6 : 12;
  return width === 2 ? 4 : 8;
}

const unroll = 4;

export function microKernelModule(isRelaxed: boolean): Uint8Array<ArrayBuffer> {
  const upTo = (height: number) => Array.from({ length: height }, (_, i) => i + 1);
  const tiles = [1, 2].flatMap((width) => [
    ...upTo(tallest(width, isRelaxed)).map((height) => rowsTimesPanelTile({ height, width, isRelaxed })),
    ...upTo(tallest(2, isRelaxed)).flatMap((height) => [
      sumOverRowsTile("sumOverRows", { height, width, isRelaxed }),
      sumOverRowsTile("sumOverWindows", { height, width, isRelaxed }),
    ]),
  ]);
  return assemble([
    ...[copyRows, clear, rectifier("relu"), rectifier("relu6"), packFlipped, rowsTimesPanels(isRelaxed)],
    ...[sumOverRows("sumOverRows", isRelaxed), sumOverRows("sumOverWindows", isRelaxed)],
    ...tiles,
  ]);
}

const instances = new WeakMap<WebAssembly.Memory, MicroKernels>();

/** The kernels over a memory, with fused multiply-add where the engine has relaxed SIMD. */
export function microKernels(memory: WebAssembly.Memory): MicroKernels {
  let kernels = instances.get(memory);
  if (!kernels) {
    const fused = microKernelModule(true);
    const bytes = WebAssembly.validate(fused) ? fused : microKernelModule(false);
    kernels = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
      .exports as unknown as MicroKernels;
    instances.set(memory, kernels);
  }
  return kernels;
}

const copyRows: WasmFunction = {
  name: "copyRows",
  parameters: ["from", "fromStep", "to", "toStep", "bytes", "rows"],
  body: ({ parameter, integer }) => {
    const [from, to, bytes, rows] = [parameter("from"), parameter("to"), parameter("bytes"), parameter("rows")];
    const [at, whole] = [integer(), integer()];
    const source = add(get(from), get(at));
    const target = add(get(to), get(at));
    return [
      ...set(whole, subtract(get(bytes), constant(15))),
      ...loopWhile(get(rows), [
        ...set(at, constant(0)),
        ...loopWhile(lessThan(get(at), get(whole)), [
          ...storeVector(target, loadVector(source)),
          ...bump(at, constant(16)),
        ]),
        ...loopWhile(lessThan(get(at), get(bytes)), [...copyWord(target, source), ...bump(at, constant(4))]),
        ...bump(from, get(parameter("fromStep"))),
        ...bump(to, get(parameter("toStep"))),
        ...bump(rows, constant(-1)),
      ]),
    ];
  },
};

const clear: WasmFunction = {
  name: "clear",
  parameters: ["at", "bytes"],
  body: ({ parameter }) => fillWithZeros(get(parameter("at")), get(parameter("bytes"))),
};

function rectifier(name: "relu" | "relu6"): WasmFunction {
  return {
    name,
    parameters: ["from", "to", "count"],
    body: ({ parameter }) => {
      const [from, to, count] = [parameter("from"), parameter("to"), parameter("count")];
      const positive = larger(loadVector(get(from)), zeroVector);
      return loopWhile(get(count), [
        ...storeVector(get(to), name === "relu6" ? smaller(positive, sixes) : positive),
        ...bump(from, constant(16)),
        ...bump(to, constant(16)),
        ...bump(count, constant(-1)),
      ]);
    },
  };
}

const packFlipped: WasmFunction = {
  name: "packFlipped",
  parameters: ["from", "fromStep", "to", "toStep", "lanes", "count"],
  body: ({ parameter, integer, vector }) => {
    const [from, fromStep, to, toStep] = ["from", "fromStep", "to", "toStep"].map(parameter) as Local[];
    const [lanes, count, lane, source] = [parameter("lanes"), parameter("count"), integer(), integer()];
    const second = integer();
    const [third, fourth] = [integer(), integer()];
    const sources = [from!, second, third, fourth];
    const rows = sources.map(() => vector());
    const mixed = sources.map(() => vector());
    const isFour = lessThan(constant(3), get(lanes));
    const pairs = [[0, 1, [0, 4, 1, 5]], [2, 3, [0, 4, 1, 5]], [0, 1, [2, 6, 3, 7]], [2, 3, [2, 6, 3, 7]]] as const;
    const halves = [[0, 1, [0, 1, 4, 5]], [0, 1, [2, 3, 6, 7]], [2, 3, [0, 1, 4, 5]], [2, 3, [2, 3, 6, 7]]] as const;
    return [
      ...sources.slice(1).flatMap((own, i) => set(own, add(get(sources[i]!), get(fromStep!)))),
      ...when(
        isFour,
        loopWhile(lessThan(constant(3), get(count)), [
          ...rows.flatMap((row, i) => set(row, loadVector(get(sources[i]!)))),
          ...mixed.flatMap((own, i) =>
            set(own, shuffle(get(rows[pairs[i]![0]]!), get(rows[pairs[i]![1]]!), pairs[i]![2]))
          ),
          ...halves.flatMap(([a, b, order]) => [
            ...storeVector(get(to!), shuffle(get(mixed[a]!), get(mixed[b]!), order)),
            ...bump(to!, get(toStep!)),
          ]),
          ...sources.flatMap((own) => bump(own, constant(16))),
          ...bump(count, constant(-4)),
        ]),
      ),
      ...loopWhile(get(count), [
        ...set(lane, constant(0)),
        ...set(source, get(from!)),
        ...loopWhile(lessThan(get(lane), get(lanes)), [
          ...copyWord(add(get(to!), multiply(get(lane), constant(4))), get(source)),
          ...bump(source, get(fromStep!)),
          ...bump(lane, constant(1)),
        ]),
        ...bump(from!, constant(4)),
        ...bump(to!, get(toStep!)),
        ...bump(count, constant(-1)),
      ]),
    ];
  },
};

/**
 * Runs tiles over `left` rows: the highest ones, and a rest shared by two so that none is too low to keep the pipes busy.
 */
function eachTile(
  { integer }: Scope,
  { left, width, isRelaxed, run, after }: {
    readonly left: Local;
    readonly width: number;
    readonly isRelaxed: boolean;
    readonly run: (height: number) => Code;
    readonly after: (height: Code) => Code;
  },
): Code {
  const height = integer();
  const most = tallest(width, isRelaxed);
  const half = shiftRight(add(get(left), constant(1)), 1);
  const rest = choose(get(left), half, lessThan(get(left), constant(most + 1)));
  return loopWhile(get(left), [
    ...set(height, choose(rest, constant(most), lessThan(get(left), constant(most + (most >> 1) + 1)))),
    ...Array.from({ length: most }, (_, i) => i + 1).flatMap((own) =>
      when(equal(get(height), constant(own)), run(own))
    ),
    ...after(get(height)),
    ...set(left, subtract(get(left), get(height))),
  ]);
}

function sumOverRows(name: "sumOverRows" | "sumOverWindows", isRelaxed: boolean): WasmFunction {
  return {
    name,
    parameters: ["a", "aRows", "count", "b", "bStep", "out", "outStep", "m", "vectors"],
    body: (scope) => {
      const { parameter, integer, call } = scope;
      const [panel, panels, place] = [integer(), integer(), integer()];
      const value = (of: string) => get(parameter(of));
      const tile = (height: number, width: number) =>
        call(
          `${name}${height}x${width}`,
          ...[value("a"), value("aRows"), value("count"), get(panel), value("bStep"), get(place), value("outStep")],
        );
      return eachTile(scope, {
        ...{ left: parameter("m"), width: 2, isRelaxed },
        run: (height) => [
          ...set(panel, value("b")),
          ...set(panels, value("vectors")),
          ...set(place, value("out")),
          ...loopWhile(lessThan(constant(1), get(panels)), [
            ...tile(height, 2),
            ...bump(panel, constant(32)),
            ...bump(place, constant(32)),
            ...bump(panels, constant(-2)),
          ]),
          ...when(get(panels), tile(height, 1)),
        ],
        after: (height) => [
          ...bump(parameter("a"), multiply(height, constant(4))),
          ...bump(parameter("out"), multiply(height, value("outStep"))),
        ],
      });
    },
  };
}

interface Tile {
  readonly height: number;
  /** In vectors of four. */
  readonly width: number;
  readonly isRelaxed: boolean;
}

function sumOverRowsTile(name: "sumOverRows" | "sumOverWindows", { height, width, isRelaxed }: Tile): WasmFunction {
  const isTableOfA = name === "sumOverRows";
  return {
    name: `${name}${height}x${width}`,
    parameters: ["a", isTableOfA ? "table" : "step", "count", "b", isTableOfA ? "step" : "table", "out", "outStep"],
    body: (scope) => {
      const { parameter, integer } = scope;
      const [a, b, count, table] = ["a", "b", "count", "table"].map(parameter) as [Local, Local, Local, Local];
      const [place, source] = [integer(), integer()];
      const tile = accumulators(scope, height, width);
      const [stepped, jumping] = isTableOfA ? [b, a] : [a, b];
      const [left, right] = isTableOfA ? [source, stepped] : [stepped, source];
      const step = (offset: number): Code => [
        ...set(source, add(get(jumping), loadInteger(get(table), 4 * offset))),
        ...tile.loadPanel(get(right)),
        ...tile.multiplyAdd((row) => loadSplat(get(left), 4 * row), isRelaxed),
        ...bump(stepped, get(parameter("step"))),
      ];
      const eachRow = (work: (row: number) => Code) => [
        ...set(place, get(parameter("out"))),
        ...Array.from({ length: height }, (_, row) => [
          ...work(row),
          ...(row + 1 < height ? bump(place, get(parameter("outStep"))) : []),
        ]).flat(),
      ];
      return [
        ...eachRow((row) => tile.vectors(row).flatMap((own, v) => set(own, loadVector(get(place), 16 * v)))),
        ...unrolled(count, (times) => [
          ...Array.from({ length: times }, (_, offset) => step(offset)).flat(),
          ...bump(table, constant(4 * times)),
        ]),
        ...eachRow((row) => tile.vectors(row).flatMap((own, v) => storeVector(get(place), get(own), 16 * v))),
      ];
    },
  };
}

function rowsTimesPanels(isRelaxed: boolean): WasmFunction {
  return {
    name: "rowsTimesPanels",
    parameters: [
      ...["a", "rows", "count", "taps", "tapStep", "b", "panelStep", "panelGap", "places", "out", "height", "vectors"],
    ],
    body: (scope) => {
      const { parameter, integer, call } = scope;
      const [panels, rows, places, left] = [integer(), integer(), integer(), integer()];
      const value = (name: string) => get(parameter(name));
      const tiles = (width: number) => [
        ...set(left, value("height")),
        ...set(rows, value("rows")),
        ...set(places, value("places")),
        ...eachTile(scope, {
          ...{ left, width, isRelaxed },
          run: (height) =>
            call(
              `rowsTimesPanel${height}x${width}`,
              ...[value("a"), get(rows), value("count"), value("taps"), value("tapStep")],
              ...[value("b"), value("panelStep"), get(places), value("out")],
            ),
          after: (height) => [
            ...bump(rows, multiply(height, constant(4))),
            ...bump(places, multiply(height, constant(4))),
          ],
        }),
      ];
      return [
        ...set(panels, value("vectors")),
        ...loopWhile(lessThan(constant(1), get(panels)), [
          ...tiles(2),
          ...bump(parameter("b"), value("panelGap")),
          ...bump(parameter("out"), constant(32)),
          ...bump(panels, constant(-2)),
        ]),
        ...when(get(panels), tiles(1)),
      ];
    },
  };
}

function rowsTimesPanelTile({ height, width, isRelaxed }: Tile): WasmFunction {
  return {
    name: `rowsTimesPanel${height}x${width}`,
    parameters: ["a", "rows", "count", "taps", "tapStep", "b", "panelStep", "places", "out"],
    body: (scope) => {
      const { parameter, integer } = scope;
      const [a, rows, b, taps] = [parameter("a"), parameter("rows"), parameter("b"), parameter("taps")];
      const [places, count, gap] = [parameter("places"), integer(), integer()];
      const tile = accumulators(scope, height, width);
      const sources = Array.from({ length: height }, () => integer());
      const place = integer();
      const step = (offset: number): Code => [
        ...tile.loadPanel(get(b)),
        ...bump(b, get(parameter("panelStep"))),
        ...tile.multiplyAdd((row) => loadSplat(get(sources[row]!), 4 * offset), isRelaxed),
      ];
      return [
        ...sources.flatMap((source, row) => set(source, add(get(a), loadInteger(get(rows), 4 * row)))),
        ...Array.from({ length: height }, (_, row) => tile.vectors(row)).flat()
          .flatMap((own) => set(own, zeroVector)),
        ...set(gap, subtract(get(parameter("tapStep")), multiply(get(parameter("count")), constant(4)))),
        ...loopWhile(get(taps), [
          ...set(count, get(parameter("count"))),
          ...unrolled(count, (times) => [
            ...Array.from({ length: times }, (_, offset) => step(offset)).flat(),
            ...sources.flatMap((source) => bump(source, constant(4 * times))),
          ]),
          ...sources.flatMap((source) => bump(source, get(gap))),
          ...bump(taps, constant(-1)),
        ]),
        ...sources.flatMap((_, row) => [
          ...set(place, add(loadInteger(get(places), 4 * row), get(parameter("out")))),
          ...tile.vectors(row).flatMap((own, v) =>
            storeVector(get(place), addVectors(loadVector(get(place), 16 * v), get(own)), 16 * v)
          ),
        ]),
      ];
    },
  };
}

/** The registers of a tile: its sums, one row of a panel, and one number of the other operand. */
function accumulators({ vector }: Scope, height: number, width: number) {
  const sums = Array.from({ length: height }, () => Array.from({ length: width }, () => vector()));
  const panel = Array.from({ length: width }, () => vector());
  const splat = vector();
  return {
    vectors: (row: number) => sums[row]!,
    loadPanel: (address: Code) => panel.flatMap((own, v) => set(own, loadVector(address, 16 * v))),
    multiplyAdd: (load: (row: number) => Code, isRelaxed: boolean) =>
      sums.flatMap((row, i) => [
        ...set(splat, load(i)),
        ...row.flatMap((own, v) => set(own, multiplyAdd(get(splat), get(panel[v]!), get(own), isRelaxed))),
      ]),
  };
}

/** Runs `count` steps, several a round. */
function unrolled(count: Local, steps: (times: number) => Code): Code {
  return [
    ...loopWhile(lessThan(constant(unroll - 1), get(count)), [...steps(unroll), ...bump(count, constant(-unroll))]),
    ...loopWhile(get(count), [...steps(1), ...bump(count, constant(-1))]),
  ];
}
