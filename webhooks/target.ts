import ipaddr from "ipaddr.js";

/** Which addresses webhooks may go to. */
export interface TargetRules {
  /** Also to private addresses and over plain http: for receivers in one's own closed network. */
  readonly allowPrivate: boolean;
}

const globalUnicast = ipaddr.IPv6.parse("2000::");

/** Whether an IP address is one of the public internet: no loopback, private, link-local, multicast or reserved one. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in IPv6 clothes is judged as what it is.
  const parsed = ipaddr.process(address);
  // Of IPv6 only 2000::/3 is given out; elsewhere are old notations of IPv4 addresses, such as ::127.0.0.1.
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast, 3)) return false;
  return parsed.range() === "unicast";
}

/**
 * What is wrong with a target before its name is looked up; `null` when nothing is. Names are judged again by what they
 * resolve to, at every delivery.
 */
export function checkTarget(url: string, { allowPrivate }: TargetRules): string | null {
  if (!URL.canParse(url)) return `"${url}" is no URL, expected an https address`;
  const { protocol, hostname, username, password } = new URL(url);
  if (username || password) return "it holds a user name or password, expected none";
  if (protocol !== "https:" && !(allowPrivate && protocol === "http:")) {
    return `it starts with "${protocol}", expected an https address`;
  }
  if (allowPrivate) return null;
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "").toLowerCase();
  const isPrivate = ipaddr.isValid(host) ? !isPublicAddress(host) : host === "localhost" || host.endsWith(".localhost");
  return isPrivate ? `"${host}" is an address of this machine or a private network, expected a public one` : null;
}
