import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import * as words from "../messages/en.ts";
import type { PageContext } from "../page.ts";
import { StaffLinks, type StaffPage } from "./staff_links.tsx";

/** The frame of every page. */
export function Layout(props: {
  readonly context: PageContext;
  readonly title: string;
  readonly page: "start" | "interview" | "report" | "questions" | "message" | StaffPage;
  /** Shown in the middle of the header. */
  readonly heading?: Child;
  /** Seconds after which a page without script loads again. */
  readonly reloadAfterS?: number;
  readonly children?: Child;
}) {
  const { files } = props.context.manifest;
  const page = (
    <html lang="en" data-page={props.page}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{words.titleOf(props.title)}</title>
        <link rel="icon" href={files["icon.svg"]} type="image/svg+xml" />
        <link rel="stylesheet" href={files["app.css"]} />
        {["review", "operate", "author"].includes(props.page) && <link rel="stylesheet" href={files["staff.css"]} />}
        {props.reloadAfterS !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(props.reloadAfterS)} />
          </noscript>
        )}
        <script
          type="module"
          src={files["app.js"]}
          nonce={props.context.nonce}
          data-katex-css={files["katex.css"]}
          data-plot-css={files["plot.css"]}
        />
      </head>
      <body>
        <a class="skip" href="#content">{words.layout.skip}</a>
        <header class="top">
          <div class="top-inner">
            <a class="brand" href="/">{words.product}</a>
            <div class="top-middle">{props.heading}</div>
            {props.page !== "interview" && (
              <nav class="top-nav" aria-label={words.layout.navigation}>
                <a class="top-link" href="/questions" {...(props.page === "questions" && { "aria-current": "page" })}>
                  {words.layout.questions}
                </a>
                <StaffLinks visitor={props.context.visitor} current={props.page} />
              </nav>
            )}
            {props.context.visitor?.name && <LoggedIn name={props.context.visitor.name} />}
          </div>
        </header>
        <main id="content" tabindex={-1}>{props.children}</main>
      </body>
    </html>
  );
  return <>{raw("<!doctype html>")}{page}</>;
}

function LoggedIn({ name }: { readonly name: string }) {
  return (
    <form class="logged-in" method="post" action="/logout">
      <span class="soft small">
        <span class="hidden-words">{words.login.as}</span> {name}
      </span>{" "}
      <button type="submit">{words.login.out}</button>
    </form>
  );
}
