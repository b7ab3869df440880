import { createHash } from "node:crypto";
import * as client from "openid-client";
import type { Scope } from "./keys.ts";
import type { Person } from "./person.ts";

/** Where people log in, and who of them may do more than take interviews. */
export interface OidcSettings {
  /** Address of the provider; its configuration is at `/.well-known/openid-configuration` below it. */
  readonly issuer: string;
  /** The name under which the provider knows this server. */
  readonly clientId: string;
  /** The secret that goes with it. */
  readonly clientSecret: string;
  /** Where the provider sends people back to. */
  readonly redirectUrl: string;
  /** Verified e-mail addresses of reviewers, in lower case. */
  readonly reviewers: readonly string[];
  /** Verified e-mail addresses of administrators, in lower case. */
  readonly admins: readonly string[];
}

/** Logging in with an OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
export interface Oidc {
  /** Where to send a browser, and what it must bring back (kept in a signed cookie meanwhile). */
  begin(): Promise<{ readonly url: URL; readonly checks: LoginChecks }>;
  /**
   * Who came back.
   *
   * @throws when the answer does not fit the checks, or the provider refuses it
   */
  finish(url: URL, checks: LoginChecks): Promise<Person>;
}

/** What ties an answer of the provider to the browser that asked. */
export interface LoginChecks {
  /** Comes back in the address. */
  readonly state: string;
  /** Comes back in the identity token. */
  readonly nonce: string;
  /** Proves to the provider that the code is ours (PKCE, RFC 7636). */
  readonly verifier: string;
}

/** Builds it; the provider is asked for its configuration at the first log-in, and again after a failure. */
export function createOidc(settings: OidcSettings): Oidc {
  const insecure = new URL(settings.issuer).protocol === "http:";
  let found: Promise<client.Configuration> | null = null;
  const configuration = () =>
    found ??= client.discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, {
      ...(insecure && { execute: [client.allowInsecureRequests] }),
    }).catch((error) => {
      found = null;
      throw error;
    });
  return {
    async begin() {
      const checks: LoginChecks = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: settings.redirectUrl,
        scope: "openid email profile",
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: "S256",
      });
      return { url, checks };
    },
    async finish(url, { state, nonce, verifier }) {
      // Behind a proxy the address that the server sees is not the one that the provider was told.
      const seen = new URL(settings.redirectUrl);
      seen.search = url.search;
      const tokens = await client.authorizationCodeGrant(await configuration(), seen, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return personOf(tokens.claims()!, settings);
    },
  };
}

function personOf(claims: client.IDToken, { reviewers, admins }: OidcSettings): Person {
  const email = claims.email_verified === true && typeof claims.email === "string" ? claims.email.toLowerCase() : null;
  const scopes: Scope[] = ["sessions"];
  if (email !== null && reviewers.includes(email)) scopes.push("reviewer");
  if (email !== null && admins.includes(email)) scopes.push("admin");
  const name = typeof claims.name === "string" && claims.name.trim() !== "" ? claims.name : email ?? "somebody";
  const hash = createHash("sha256").update(JSON.stringify([claims.iss, claims.sub])).digest("hex");
  return { id: `person:${hash.slice(0, 32)}`, name, scopes };
}
