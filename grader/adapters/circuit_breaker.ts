import { ModelOutage } from "../mod.ts";

/** Options of {@link circuitBreaker}. */
export interface CircuitBreakerOptions {
  /** So many outages in a row open it. */
  readonly outagesMax: number;
  /** How long it stays open before one call may try again. */
  readonly openMs: number;
  /** Milliseconds since any fixed point. */
  now(): number;
}

/** Whether a model is taken for out. */
export interface ModelState {
  /** Calls in a row that failed. */
  readonly outages: number;
  /** Whether it is left alone for now. */
  readonly open: boolean;
}

/** Stops calling a model that is out, so that nobody waits for its timeouts. */
export interface CircuitBreaker {
  /** Runs `call` unless the circuit is open. Only a {@link ModelOutage} counts against the model. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** Outages in a row, and whether calls are turned away now. */
  state(): ModelState;
}

/** A closed circuit breaker. */
export function circuitBreaker({ outagesMax, openMs, now }: CircuitBreakerOptions): CircuitBreaker {
  let outages = 0;
  let openUntil = -Infinity;
  return {
    state: () => ({ outages, open: now() < openUntil }),
    async run(call) {
      if (now() < openUntil) {
        throw new ModelOutage(`Cannot call the model: ${outages} calls in a row failed, expected to try again later`);
      }
      // While one call tries, the others are turned away.
      const trial = outages >= outagesMax;
      if (trial) openUntil = now() + openMs;
      try {
        const result = await call();
        outages = 0;
        openUntil = -Infinity;
        return result;
      } catch (error) {
        if (error instanceof ModelOutage) {
          if (++outages >= outagesMax) openUntil = now() + openMs;
        } else if (trial) openUntil = -Infinity; // It has shown nothing, so the next call tries.
        throw error;
      }
    },
  };
}
