import * as words from "../messages/en.ts";
import type { PageContext } from "../page.ts";
import { Layout } from "./layout.tsx";

/** A page that says what happened and what to do. */
export function MessagePage(props: {
  readonly context: PageContext;
  readonly title: string;
  readonly text: string;
  readonly requestId?: string;
}) {
  return (
    <Layout context={props.context} title={props.title} page="message">
      <div class="message-page">
        <h1>{props.title}</h1>
        <p>{props.text}</p>
        {props.requestId && (
          <p class="soft">
            {words.faults.request} <code>{props.requestId}</code>
          </p>
        )}
        <p>
          <a class="button primary" href="/">{words.faults.toStart}</a>
        </p>
      </div>
    </Layout>
  );
}
