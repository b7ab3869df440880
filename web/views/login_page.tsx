import * as words from "../messages/en.ts";
import type { PageContext } from "../page.ts";
import { Layout } from "./layout.tsx";

/** Where visitors say who they are, on a server that is not open. */
export function LoginPage(props: {
  readonly context: PageContext;
  /** Where to go afterwards. */
  readonly to: string;
  /** Whether people can log in with their organisation. */
  readonly provider: boolean;
  /** What went wrong before. */
  readonly notice: string | null;
}) {
  const { login } = words;
  return (
    <Layout context={props.context} title={login.title} page="message">
      <div class="message-page login">
        <h1>{login.title}</h1>
        <p>{login.what}</p>
        {props.notice && <p class="notice" role="alert">{props.notice}</p>}
        {props.provider && (
          <p>
            <a class="button primary" href={`/login/start?to=${encodeURIComponent(props.to)}`}>{login.withProvider}</a>
          </p>
        )}
        <form method="post" action="/login">
          <input type="hidden" name="to" value={props.to} />
          <label>
            {login.key}
            <input
              type="password"
              name="key"
              required
              autocomplete="off"
              spellcheck={false}
              aria-describedby="key-help"
            />
          </label>
          <p class="soft" id="key-help">{login.keyHelp}</p>
          <button class={props.provider ? "" : "primary"} type="submit">{login.withKey}</button>
        </form>
      </div>
    </Layout>
  );
}
