import type { Behaviour } from "./behaviours.ts";
import { type GradingRequest, readRequest } from "./read_request.ts";

/** A running fake of an OpenAI-compatible API. */
export interface FakeLlm extends AsyncDisposable {
  /** To be given as base URL. */
  readonly baseUrl: string;
  /** Everything it was asked, in order. */
  readonly requests: readonly GradingRequest[];
  /** Changes what it does from now on. */
  behave(behaviour: Behaviour): void;
}

/** Starts a fake on a loopback address. `port` 0 picks a free one. */
export function startFakeLlm(behaviour: Behaviour, { port = 0 }: { readonly port?: number } = {}): FakeLlm {
  const requests: GradingRequest[] = [];
  let current = behaviour;
  const server = Deno.serve({ hostname: "127.0.0.1", port, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || pathname !== "/v1/chat/completions") {
      return Response.json({ error: { message: `no ${request.method} ${pathname} here` } }, { status: 404 });
    }
    const read = readRequest(await request.json());
    requests.push(read);
    return await current(read, requests.length - 1);
  });
  return {
    baseUrl: `http://127.0.0.1:${server.addr.port}/v1`,
    requests,
    behave: (next) => current = next,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
