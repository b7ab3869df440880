import assert from "node:assert/strict";
import { postTo } from "./post.ts";
import { checkTarget, isPublicAddress } from "./target.ts";

Deno.test.each([
  "http://example.com/hook",
  "ftp://example.com/",
  "https://user:secret@example.com/",
  "https://localhost/",
  "https://LOCALHOST./",
  "https://a.localhost/",
  "https://127.0.0.1/",
  "https://127.1/",
  "https://0x7f000001/",
  "https://2130706433/",
  "https://10.0.0.1/",
  "https://172.16.0.1/",
  "https://192.168.1.1/",
  "https://169.254.169.254/latest/meta-data",
  "https://100.64.0.1/",
  "https://0.0.0.0/",
  "https://[::1]/",
  "https://[::]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[fe80::1]/",
  "https://[fd00::1]/",
  "https://[::127.0.0.1]/",
  "https://[64:ff9b::10.0.0.1]/",
  "https://[2002:7f00:1::]/",
  "https://[4000::1]/",
  "nonsense",
])("checkTarget() refuses %s and says what it expected", (url) => {
  assert.match(checkTarget(url, { allowPrivate: false }) ?? "", /expected/);
});

Deno.test("checkTarget() takes public https addresses, and private ones where these are allowed", () => {
  assert.equal(checkTarget("https://example.com:8443/hook?a=1", { allowPrivate: false }), null);
  assert.equal(checkTarget("https://93.184.216.34/", { allowPrivate: false }), null);
  assert.equal(checkTarget("https://[2606:4700::1111]/", { allowPrivate: false }), null);
  assert.equal(checkTarget("http://127.0.0.1:9000/", { allowPrivate: true }), null);
  assert.match(checkTarget("file:///etc/passwd", { allowPrivate: true }) ?? "", /expected/);
});

Deno.test("isPublicAddress() refuses what is no address", () => {
  assert.equal(isPublicAddress("example.com"), false);
});

Deno.test("postTo() connects to no name that resolves to this machine, whatever it is called, and to no such address", async () => {
  let reached = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    reached++;
    return new Response();
  });
  try {
    const post = postTo({ allowPrivate: false });
    for (const host of ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"]) {
      await assert.rejects(
        post(`http://${host}:${server.addr.port}/`, { headers: {}, body: "{}" }),
        /expected a public one/,
      );
    }
    assert.equal(reached, 0);
  } finally {
    await server.shutdown();
  }
});

Deno.test("postTo() follows no redirect", async () => {
  const paths: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    paths.push(new URL(request.url).pathname);
    return new Response(null, { status: 307, headers: { Location: "/elsewhere" } });
  });
  try {
    const status = await postTo({ allowPrivate: true })(`http://127.0.0.1:${server.addr.port}/hook`, {
      headers: {},
      body: "{}",
    });
    assert.equal(status, 307);
    assert.deepEqual(paths, ["/hook"]);
  } finally {
    await server.shutdown();
  }
});
