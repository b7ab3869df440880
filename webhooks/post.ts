import { lookup as resolve } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { isPublicAddress, type TargetRules } from "./target.ts";

/** Posts a body; gives the status of the reply. */
export type Post = (
  url: string,
  options: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<number>;

const timeoutMs = 10_000;

/**
 * Posts without following redirects, at most {@link timeoutMs}, and only to addresses that the rules allow: the address that was
 * judged is the one that is connected to, so a name cannot resolve to something else in between.
 */
export function postTo(rules: TargetRules): Post {
  return (url, { headers, body }) =>
    new Promise((settled, failed) => {
      const target = new URL(url);
      const client = target.protocol === "https:" ? https : http;
      const literal = target.hostname.replace(/^\[|\]$/g, "");
      if (/^[\d.]+$|:/.test(literal) && !rules.allowPrivate && !isPublicAddress(literal)) {
        return failed(new RangeError(refusal(literal)));
      }
      const request = client.request(target, {
        method: "POST",
        headers: { ...headers, "content-length": String(new TextEncoder().encode(body).length) },
        lookup: lookupWithin(rules),
        agent: false,
        timeout: timeoutMs,
      }, (reply) => {
        reply.destroy();
        settled(reply.statusCode ?? 0);
      });
      const timer = setTimeout(
        () => request.destroy(new Error(`Cannot post to "${url}": no reply after ${timeoutMs} ms, expected one`)),
        timeoutMs,
      );
      request.on("close", () => clearTimeout(timer));
      request.on("error", failed);
      request.end(body);
    });
}

const refusal = (address: string) =>
  `Cannot post to "${address}": an address of this machine or a private network, expected a public one`;

function lookupWithin({ allowPrivate }: TargetRules): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { all: true }).then((found) => {
      const hidden = allowPrivate ? undefined : found.find(({ address }) => !isPublicAddress(address));
      const [first] = found;
      if (hidden || !first) {
        callback(new Error(hidden ? refusal(hidden.address) : `Cannot find "${hostname}"`), "", 4);
      } else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    }, (error) => callback(error, "", 4));
  };
}
