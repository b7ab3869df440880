import { type Payer, type Spending, sumUsage, type Usage } from "../mod.ts";

/** Tokens of one call. Those of reasoning are part of the output, as the API counts them. */
export type Tokens = Omit<Usage, "costUsd">;

/** Most that an account may spend; what is left out is not bounded. */
export interface Cap {
  /** Tokens sent and received. */
  readonly tokens?: number;
  /** In USD. */
  readonly costUsd?: number;
}

/** Caps by who pays; a key's and the day's are per UTC day, a session's is for all of it. */
export interface Caps {
  /** One interview. */
  readonly session?: Cap;
  /** One API key's day. */
  readonly key?: Cap;
  /** Everything of a day. */
  readonly day?: Cap;
}

/** A cap is reached: the model is not called, and another grader has to judge the answer for good. */
export class BudgetSpent extends Error {
  /** Tells it from other errors. */
  override name = "BudgetSpent";
}

/** What a call may cost at most, set aside while it is under way. */
export interface Reservation {
  /** Counts what the call did use. */
  settle(tokens: Tokens): Promise<void>;
  /** Gives back what was set aside for a call that brought no reply. */
  release(): void;
}

/** What has been spent, what is under way, and what may be spent. */
export interface Budget {
  /** @throws {BudgetSpent} when the estimate, with what is spent and under way, is over a cap. */
  reserve(payer: Payer, estimate: Tokens): Promise<Reservation>;
  /** The sum of calls, with their cost. */
  priced(calls: readonly Tokens[]): Usage;
}

/** Options of {@link budget}. */
export interface BudgetOptions {
  /** USD per million tokens; `null` when not known, the cost is then 0. */
  readonly prices: { readonly input: number; readonly output: number } | null;
  readonly caps: Caps;
  readonly spending: Spending;
  /** The model that is called, by whose name and day spending is kept too. */
  readonly model: string;
  /** The UTC day, for example "2026-01-31". */
  readonly today: () => string;
}

/** Holds calls to the caps. What is spent is kept by `spending`, so that a new start does not forget it. */
export function budget({ prices, caps, spending, model, today }: BudgetOptions): Budget {
  const underWay = new Map<string, Usage>();
  const reservedBy = (account: string) => underWay.get(account) ?? sumUsage([]);
  const priced = (calls: readonly Tokens[]) =>
    sumUsage(calls.map((call) => ({
      ...call,
      costUsd: prices ? (call.inputTokens * prices.input + call.outputTokens * prices.output) / 1e6 : 0,
    })));
  const accountsOf = ({ sessionId, keyId }: Payer): readonly Account[] => [
    { name: `day:${today()}`, of: "the day", cap: caps.day },
    { name: `model:${model}:${today()}`, of: "the model", cap: undefined },
    ...(sessionId ? [{ name: `session:${sessionId}`, of: "the session", cap: caps.session }] : []),
    ...(keyId ? [{ name: `key:${keyId}:${today()}`, of: "the key's day", cap: caps.key }] : []),
  ];
  const move = (accounts: readonly Account[], usage: Usage) => {
    for (const { name } of accounts) {
      const left = sumUsage([reservedBy(name), usage]);
      if (left.inputTokens + left.outputTokens > 0) underWay.set(name, left);
      else underWay.delete(name);
    }
  };
  return {
    async reserve(payer, estimate) {
      const accounts = accountsOf(payer);
      const set = priced([estimate]);
      // Set aside first: calls that start together must see each other.
      move(accounts, set);
      let over = false;
      const release = () => {
        if (!over) move(accounts, negative(set));
        over = true;
      };
      try {
        for (const account of accounts) {
          if (account.cap === undefined) continue;
          const spent = await spending.spent(account.name);
          refuseOver(account, sumUsage([spent, reservedBy(account.name)]));
        }
      } catch (error) {
        release();
        throw error;
      }
      return {
        release,
        async settle(tokens) {
          await spending.add(accounts.map(({ name }) => name), priced([tokens]));
          release();
        },
      };
    },
    priced,
  };
}

interface Account {
  readonly name: string;
  readonly of: string;
  readonly cap: Cap | undefined;
}

function refuseOver({ of, cap }: Account, usage: Usage): void {
  const tokens = usage.inputTokens + usage.outputTokens;
  if (tokens <= (cap?.tokens ?? Infinity) && usage.costUsd <= (cap?.costUsd ?? Infinity)) return;
  const state = `with it ${of} would come to ${tokens} tokens and ${usage.costUsd.toFixed(4)} USD`;
  const expected = [
    ...(cap?.tokens === undefined ? [] : [`${cap.tokens} tokens`]),
    ...(cap?.costUsd === undefined ? [] : [`${cap.costUsd} USD`]),
  ].join(" and ");
  throw new BudgetSpent(`Cannot call the model: ${state}, expected at most ${expected}`);
}

function negative(usage: Usage): Usage {
  return {
    inputTokens: -usage.inputTokens,
    outputTokens: -usage.outputTokens,
    reasoningTokens: -usage.reasoningTokens,
    costUsd: -usage.costUsd,
  };
}
