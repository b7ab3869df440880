import assert from "node:assert/strict";
import { createPages } from "../../pages.ts";
import { createApp } from "../../app.ts";
import { bankOf, multipleChoice } from "../support/questions.ts";
import { createTestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice());
const base = "http://127.0.0.1";

Deno.test("a session that a browser started is shown to that browser's cookie and to no other", async () => {
  await using test = await createTestApp({ bank });
  const app = createApp(test.services, createPages(test.services));
  const started = await app.request(`${base}/start`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: base },
    body: "mode=practice&length=1",
  });
  assert.equal(started.status, 303);
  const cookie = started.headers.get("Set-Cookie")!;
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  const address = base + started.headers.get("Location");
  const mine = { Cookie: cookie.split(";")[0]! };
  assert.equal((await app.request(address, { headers: mine })).status, 200);
  assert.equal((await app.request(address)).status, 404);
  const forged = { Cookie: mine.Cookie.replace(/.$/, "x") };
  assert.equal((await app.request(address, { headers: forged })).status, 404);
  assert.equal((await app.request(`${address}/report`, { headers: mine })).status, 200);
  assert.equal((await app.request(`${address}/report`)).status, 404);
});

Deno.test("a session that an API caller started can be opened in a browser", async () => {
  await using test = await createTestApp({ bank });
  const app = createApp(test.services, createPages(test.services));
  const { id } = await test.interview.start({ mode: "practice" }, null);
  assert.equal((await app.request(`${base}/sessions/${id}`)).status, 200);
});

Deno.test.each(
  [["DELETE", "/v1/zzz"], ["PATCH", "/v1/sessions/x"], ["POST", "/zzz"]] as const,
)("%s %s is unknown to the pages too and answers 404 as a problem", async (method, path) => {
  await using test = await createTestApp({ bank });
  const app = createApp(test.services, createPages(test.services));
  const response = await app.request(base + path, { method });
  assert.equal(response.status, 404);
  assert.match(response.headers.get("Content-Type") ?? "", /^application\/problem\+json/);
  await response.body?.cancel();
});

Deno.test.each(
  [
    ["/nope", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"],
    ["/nope", "*/*", "application/problem+json"],
    ["/nope", "application/json, text/html;q=0.5", "application/problem+json"],
    ["/v1/nope", "text/html", "application/problem+json"],
  ] as const,
)("GET %s for %s answers 404 as %s", async (path, accept, type) => {
  await using test = await createTestApp({ bank });
  const app = createApp(test.services, createPages(test.services));
  const response = await app.request(base + path, { headers: { Accept: accept } });
  assert.equal(response.status, 404);
  assert.equal((response.headers.get("Content-Type") ?? "").split(";")[0], type);
  await response.body?.cancel();
});
