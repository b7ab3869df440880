/** Whether a list of entity tags, as `If-Match` and `If-None-Match` hold (RFC 9110), names this one; weak ones compare as strong. */
export function matches(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
