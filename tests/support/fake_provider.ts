/** An OpenID Connect provider on loopback that lets everybody in as the person whose turn it is. */
export interface FakeProvider extends AsyncDisposable {
  readonly issuer: string;
  /** Claims of the next identity token beside the protocol's own. */
  person: Record<string, unknown>;
  /** Changes the next identity token before it is signed. */
  forge: (claims: Record<string, unknown>) => Record<string, unknown>;
  /** Where the browser is sent back to by the page at `authorizationUrl`. */
  authorize(authorizationUrl: URL): URL;
}

const base64url = (bytes: Uint8Array) => bytes.toBase64({ alphabet: "base64url", omitPadding: true });
const encoded = (value: unknown) => base64url(new TextEncoder().encode(JSON.stringify(value)));

/** Starts a provider. It checks the client's secret and its PKCE verifier, as a real one does. */
export async function startFakeProvider(
  client: { readonly id: string; readonly secret: string },
): Promise<FakeProvider> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(
    { ...algorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  );
  const jwk = { ...await crypto.subtle.exportKey("jwk", keys.publicKey), kid: "one", use: "sig", alg: "RS256" };
  const codes = new Map<string, URLSearchParams>();
  const idToken = async (asked: URLSearchParams) => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = provider.forge({
      iss: provider.issuer,
      aud: client.id,
      iat: now,
      exp: now + 60,
      nonce: asked.get("nonce"),
      ...provider.person,
    });
    const signed = `${encoded({ alg: "RS256", kid: "one" })}.${encoded(claims)}`;
    const signature = await crypto.subtle.sign(algorithm, keys.privateKey, new TextEncoder().encode(signed));
    return `${signed}.${base64url(new Uint8Array(signature))}`;
  };
  const token = async (request: Request): Promise<Response> => {
    const form = new URLSearchParams(await request.text());
    const asked = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const verifier = new TextEncoder().encode(form.get("code_verifier") ?? "");
    const challenge = base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", verifier)));
    if (!asked || challenge !== asked.get("code_challenge") || form.get("client_secret") !== client.secret) {
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    }
    return Response.json({ access_token: "a", token_type: "Bearer", id_token: await idToken(asked) });
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    switch (new URL(request.url).pathname) {
      case "/.well-known/openid-configuration":
        return Response.json({
          issuer: provider.issuer,
          authorization_endpoint: `${provider.issuer}/authorize`,
          token_endpoint: `${provider.issuer}/token`,
          jwks_uri: `${provider.issuer}/keys`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          code_challenge_methods_supported: ["S256"],
          token_endpoint_auth_methods_supported: ["client_secret_post"],
        });
      case "/keys":
        return Response.json({ keys: [jwk] });
      case "/token":
        return await token(request);
      default:
        return new Response(null, { status: 404 });
    }
  });
  const provider: FakeProvider = {
    issuer: `http://127.0.0.1:${server.addr.port}`,
    person: {},
    forge: (claims) => claims,
    authorize({ searchParams }) {
      const code = crypto.randomUUID();
      codes.set(code, searchParams);
      const back = new URL(searchParams.get("redirect_uri")!);
      back.searchParams.set("code", code);
      back.searchParams.set("state", searchParams.get("state") ?? "");
      return back;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return provider;
}
