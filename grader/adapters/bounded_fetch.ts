/** A response is longer than it may be. */
export class ResponseTooLong extends Error {
  /** Tells it from other errors. */
  override name = "ResponseTooLong";
}

/** `fetch` whose responses fail with {@link ResponseTooLong} after so many bytes of their body. */
export function boundedFetch(fetch: typeof globalThis.fetch, bytesMax: number): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(bounded(bytesMax)), { status, statusText, headers });
  };
}

function bounded(bytesMax: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) {
        throw new ResponseTooLong(`Cannot read the response: over ${bytesMax} bytes, expected a shorter one`);
      }
      controller.enqueue(chunk);
    },
  });
}
