/// <reference lib="dom" />
import assert from "node:assert/strict";
import axe, { type AxeResults } from "axe-core";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
];
const executablePath = [Deno.env.get("CHROMIUM"), ...places].find((path) => path && isFile(path));

/** Why no browser test can run here; `null` when they can. */
export const missingBrowser: string | null = executablePath === undefined
  ? "no Chromium here: install it or name it in CHROMIUM"
  : null;

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A test in a real browser; skipped, with the reason in its name, where there is none or `missing` says what else is. */
export function browserTest(
  name: string,
  run: (browser: Browser) => Promise<void>,
  { missing = null }: { readonly missing?: string | null } = {},
): void {
  const reason = missingBrowser ?? missing;
  Deno.test({
    name: reason ? `${name} (skipped: ${reason})` : name,
    ignore: reason !== null,
    async fn() {
      const browser = await chromium.launch({
        executablePath: executablePath!,
        args: [
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
        ],
      });
      try {
        await run(browser);
      } finally {
        await browser.close();
      }
    },
  });
}

/** A page that writes down everything that must not happen. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors (a broken security policy is one), exceptions, requests to other origins. */
  readonly faults: readonly string[];
}

/** Opens a page on the application. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, baseURL: origin, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:")) {
      faults.push(`request to ${request.url()}`);
    }
  });
  // Closed before the server, which waits for the page's event stream to end.
  return { page, context, faults, [Symbol.asyncDispose]: () => context.close() };
}

/** @throws when axe finds anything against WCAG 2.2 AA or its good practices, or something is wider than the screen. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<Pick<AxeResults, "violations">> } };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  });
  assert.deepEqual(found, [], `axe on ${where}`);
  const tooWide = await page.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth
  );
  assert.equal(tooWide, 0, `${where} is wider than the screen`);
}
