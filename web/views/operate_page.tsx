// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import { createHash } from "node:crypto";
import type { Child } from "hono/jsx";
import { type ApiKey, scopes } from "../../access/mod.ts";
import type { Usage } from "../../grader/mod.ts";
import { ago, links, operate, timeOf } from "../messages/staff_en.ts";
import type { PageContext } from "../page.ts";
import { type KeyDraft, keyNameMax } from "../key_form.ts";
import type { ServerStatus, StaffWebhook } from "../staff_services.ts";
import { Layout } from "./layout.tsx";
import { Scroll } from "./scroll.tsx";

/** What the page shows. */
export interface OperateView {
  readonly status: ServerStatus;
  readonly keys: readonly ApiKey[];
  /** Whether the next key is the first one, so that the server closes with it. */
  readonly open: boolean;
  readonly webhooks: readonly StaffWebhook[];
  /** Titles of the questions that have answers to grade again, by id. */
  readonly questions: readonly { readonly id: string; readonly title: string }[];
  readonly now: Date;
  /** The key made by this request; its text is told only here. */
  readonly made: { readonly apiKey: ApiKey; readonly key: string; readonly first: boolean } | null;
  readonly draft: KeyDraft | null;
  readonly faults: readonly string[];
  readonly notice: string | null;
}

/** How the server does, who may use it, and what it costs. */
export function OperatePage({ context, view }: { readonly context: PageContext; readonly view: OperateView }) {
  const { status, notice, made } = view;
  return (
    <Layout context={context} title={operate.title} page="operate">
      <div class="operate">
        <header>
          <h1>{operate.title}</h1>
          <p class="soft">{operate.lead}</p>
        </header>
        {notice && <p class="saved" role="status">{notice}</p>}
        {made && <Made made={made} />}
        <div class="refresh">
          <p class="soft small" data-refreshed hidden>
            <label class="tick">
              <input type="checkbox" data-refresh checked /> {operate.refreshed}
            </label>
          </p>
          <a class="small" href="/operate" data-reload>{operate.reload}</a>
        </div>
        <div class="live-state" data-live>
          <State status={status} now={view.now} />
          <Ungradable status={status} />
          <Batches status={status} now={view.now} />
          <Costs status={status} now={view.now} />
        </div>
        <Keys view={view} />
        <Webhooks webhooks={view.webhooks} />
        <Regrade view={view} />
      </div>
    </Layout>
  );
}

/** A part that the page's script exchanges when what it shows has changed. */
function Part(
  props: { readonly name: string; readonly title: string; readonly shows: unknown; readonly children?: Child },
) {
  const version = createHash("sha256").update(JSON.stringify(props.shows)).digest("hex").slice(0, 12);
  return (
    <section data-key={props.name} data-version={version} aria-labelledby={`${props.name}-title`}>
      <h2 id={`${props.name}-title`}>{props.title}</h2>
      {props.children}
    </section>
  );
}

function State({ status, now }: { readonly status: ServerStatus; readonly now: Date }) {
  const { queue, backlog, freeText, sandbox, database, backends } = status;
  const waiting = Math.max(queue.waiting, backlog.waiting - queue.running);
  const oldest = backlog.since && ago(backlog.since, now);
  const up = ago(status.startedAt, now);
  const backendList = Object.entries(backends).map(([backend, count]) => operate.onBackend(count, backend));
  return (
    <Part name="state" title={operate.state} shows={[status, oldest, up, waiting]}>
      <dl class="tiles">
        <div>
          <dt>{operate.queue}</dt>
          <dd>
            <strong>{operate.running(queue.running)}, {operate.waiting(waiting)}</strong>
            <span class="soft small">{oldest ? operate.oldest(oldest) : operate.idle}</span>
          </dd>
        </div>
        <div>
          <dt>{operate.reviews}</dt>
          <dd>
            <strong>{operate.reviewsCount(status.reviews)}</strong>
            <a class="small" href="/review">{links.review}</a>
          </dd>
        </div>
        <div class={freeText.state?.open ? "bad" : ""}>
          <dt>{operate.grader}</dt>
          <dd>
            <strong>
              {freeText.model && freeText.host ? operate.model(freeText.model, freeText.host) : operate.offline}
            </strong>
            {freeText.state && (
              <span class="soft small">
                {freeText.state.open
                  ? operate.breakerOpen(freeText.state.outages)
                  : freeText.state.outages > 0
                  ? operate.outages(freeText.state.outages)
                  : operate.breakerClosed}
              </span>
            )}
            {status.standIns > 0 && <span class="soft small">{operate.standIns(status.standIns)}</span>}
          </dd>
        </div>
        <div class={sandbox.tier === "none" ? "bad" : ""}>
          <dt>{operate.sandbox}</dt>
          <dd>
            <strong>{operate.tier(sandbox.tier)}</strong>
            <span class="soft small">{sandbox.reason}</span>
            <span class="soft small">{operate.backends(backendList)}</span>
          </dd>
        </div>
        <div class={database.writable ? "" : "bad"}>
          <dt>{operate.database}</dt>
          <dd>
            <strong class="anywhere">{database.name}</strong>
            <span class="soft small">{database.writable ? operate.writable : operate.notWritable}</span>
          </dd>
        </div>
        <div>
          <dt>{operate.version}</dt>
          <dd>
            <strong>{operate.versionOf(status.runtime, status.questions)}</strong>
            <span class="soft small">{operate.up(up)}</span>
          </dd>
        </div>
      </dl>
    </Part>
  );
}

function Ungradable({ status: { ungradable } }: { readonly status: ServerStatus }) {
  const { items, total } = ungradable;
  return (
    <Part name="ungradable" title={operate.ungradable} shows={ungradable}>
      {items.length === 0 ? <p class="soft">{operate.noUngradable}</p> : (
        <Scroll label={operate.ungradable}>
          <table>
            <thead>
              <tr>{operate.ungradableColumns.map((column) => <th scope="col">{column}</th>)}</tr>
            </thead>
            <tbody>
              {items.map(({ id, questionId, gradedAt, reason }) => (
                <tr>
                  <td class="nowrap">{timeOf(gradedAt)}</td>
                  <td>
                    <a href={`/review/${id}`} aria-label={operate.decide(questionId)}>{questionId}</a>
                  </td>
                  <td class="reading">{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {total > items.length && <p class="soft small">{operate.more(total - items.length)}</p>}
    </Part>
  );
}

function Batches({ status: { batches }, now }: { readonly status: ServerStatus; readonly now: Date }) {
  const rows = batches.map((batch) => ({ ...batch, sent: ago(batch.createdAt, now) }));
  return (
    <Part name="batches" title={operate.batches} shows={rows}>
      {rows.length === 0 ? <p class="soft">{operate.noBatches}</p> : (
        <Scroll label={operate.batches}>
          <table>
            <thead>
              <tr>{operate.batchColumns.map((column) => <th scope="col">{column}</th>)}</tr>
            </thead>
            <tbody>
              {rows.map(({ id, graded, total, waiting, faults, sent }) => (
                <tr>
                  <th scope="row">
                    <code>{id}</code>
                  </th>
                  <td>{operate.of(graded, total)}</td>
                  <td>{waiting}</td>
                  <td>{faults}</td>
                  <td>{sent}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Part>
  );
}

/** What tokens cost; a model whose price is not set costs 0 on record. */
function costOf({ inputTokens, outputTokens, costUsd: usd }: Usage): string {
  if (usd === 0 && inputTokens + outputTokens > 0) return operate.unpriced;
  return `$${usd.toFixed(usd > 0 && usd < 0.01 ? 4 : 2)}`;
}

const count = (tokens: number) => tokens.toLocaleString("en-GB");

function Costs({ status, now }: { readonly status: ServerStatus; readonly now: Date }) {
  const { byDay, byModel } = status;
  const nothing: Usage = { inputTokens: 0, outputTokens: 0, reasoningTokens: 0, costUsd: 0 };
  const today = byDay.find(({ day }) => day === now.toISOString().slice(0, 10)) ?? nothing;
  return (
    <Part name="costs" title={operate.costs} shows={[byDay, byModel, today]}>
      {byDay.length === 0 ? <p class="soft">{operate.noCosts}</p> : (
        <>
          <p>{operate.today(count(today.inputTokens + today.outputTokens), costOf(today))}</p>
          <div class="two">
            <Scroll label={operate.byDay}>
              <table class="numeric-2">
                <caption>{operate.byDay}</caption>
                <thead>
                  <tr>{operate.costColumns.map((column) => <th scope="col">{column}</th>)}</tr>
                </thead>
                <tbody>
                  {byDay.map(({ day, ...usage }) => (
                    <tr>
                      <th scope="row" class="nowrap">{day}</th>
                      <td>{count(usage.inputTokens)}</td>
                      <td>{count(usage.outputTokens)}</td>
                      <td>{count(usage.reasoningTokens)}</td>
                      <td>{costOf(usage)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
            <Scroll label={operate.byModel}>
              <table class="numeric-3">
                <caption>{operate.byModel}</caption>
                <thead>
                  <tr>{operate.modelColumns.map((column) => <th scope="col">{column}</th>)}</tr>
                </thead>
                <tbody>
                  {byModel.map(({ day, model, ...usage }) => (
                    <tr>
                      <td class="nowrap">{day}</td>
                      <th scope="row">{model}</th>
                      <td>{count(usage.inputTokens)}</td>
                      <td>{count(usage.outputTokens)}</td>
                      <td>{costOf(usage)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {byModel.length === 0 && <p class="soft small">{operate.byModelNone}</p>}
            </Scroll>
          </div>
        </>
      )}
    </Part>
  );
}

function Made({ made }: { readonly made: NonNullable<OperateView["made"]> }) {
  return (
    <section class="made" aria-labelledby="made-title" role="status">
      <h2 id="made-title">{operate.made(made.apiKey.name)}</h2>
      <p>
        <code class="secret" data-secret>{made.key}</code>{" "}
        <button type="button" data-copy={operate.copied} hidden>{operate.copy}</button>
      </p>
      <p>
        <strong>{operate.madeOnce}</strong> {made.first && operate.madeFirst}
      </p>
      {made.first && (
        <p>
          <a class="button" href="/login?to=/operate">{operate.logIn}</a>
        </p>
      )}
    </section>
  );
}

function Keys({ view }: { readonly view: OperateView }) {
  const { keys, now, open, draft, faults } = view;
  const chosen = draft?.scopes ?? (open ? ["admin"] : []);
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">{operate.keys}</h2>
      {keys.length === 0 ? <p class="soft">{open ? operate.noKeys : ""}</p> : (
        <Scroll label={operate.keys}>
          <table>
            <thead>
              <tr>{operate.keyColumns.map((column) => column ? <th scope="col">{column}</th> : <td></td>)}</tr>
            </thead>
            <tbody>
              {keys.map(({ id, name, scopes, createdAt, expiresAt, lastUsedAt }) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td>{scopes.join(", ")}</td>
                  <td class="nowrap">{timeOf(createdAt)}</td>
                  <td class="nowrap">
                    {expiresAt === null
                      ? operate.never
                      : expiresAt <= now.toISOString()
                      ? operate.expired
                      : timeOf(expiresAt)}
                  </td>
                  <td class="nowrap">{lastUsedAt === null ? operate.never : timeOf(lastUsedAt)}</td>
                  <td>
                    <Sure
                      what={operate.revoke}
                      name={name}
                      sure={operate.revokeSure(name)}
                      action={`/operate/keys/${id}/revoke`}
                      now={operate.revokeNow}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <details class="make-key" open={faults.length > 0 || keys.length === 0}>
        <summary>{operate.makeKey}</summary>
        <form method="post" action="/operate/keys">
          {open && <p class="note">{operate.firstKey}</p>}
          {faults.length > 0 && <div class="note fault" role="alert">{faults.map((fault) => <p>{fault}</p>)}</div>}
          <label>
            {operate.name}
            <input
              type="text"
              name="name"
              required
              maxlength={keyNameMax}
              autocomplete="off"
              value={draft?.name ?? ""}
            />
          </label>
          <fieldset>
            <legend class="label">{operate.scopes}</legend>
            {scopes.map((scope) => (
              <label class="tick">
                <input type="checkbox" name="scopes" value={scope} checked={chosen.includes(scope)} />
                <span>
                  <strong>{operate.scopeNames[scope][0]}</strong>: {operate.scopeNames[scope][1]}
                </span>
              </label>
            ))}
          </fieldset>
          <label>
            {operate.expires}
            <input
              type="date"
              name="expires"
              min={new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)}
              value={draft?.expires ?? ""}
              aria-describedby="expires-help"
            />
          </label>
          <p class="soft small" id="expires-help">{operate.expiresHelp}</p>
          <button class="primary" type="submit">{operate.make}</button>
        </form>
      </details>
    </section>
  );
}

/** Something that cannot be undone, asked about first. */
function Sure(props: {
  readonly what: string;
  readonly name: string;
  readonly sure: string;
  readonly action: string;
  readonly now: string;
}) {
  return (
    <details class="sure">
      <summary aria-label={`${props.what} ${props.name}`}>{props.what}</summary>
      <form method="post" action={props.action}>
        <p>{props.sure}</p>
        <button class="danger" type="submit">{props.now}</button>
      </form>
    </details>
  );
}

function Webhooks({ webhooks }: { readonly webhooks: readonly StaffWebhook[] }) {
  return (
    <section aria-labelledby="webhooks">
      <h2 id="webhooks">{operate.webhooks}</h2>
      {webhooks.length === 0 ? <p class="soft">{operate.noWebhooks}</p> : (
        <Scroll label={operate.webhooks}>
          <table>
            <thead>
              <tr>{operate.webhookColumns.map((column) => column ? <th scope="col">{column}</th> : <td></td>)}</tr>
            </thead>
            <tbody>
              {webhooks.map(({ id, url, events, createdAt, disabledAt }) => (
                <tr>
                  <th scope="row" class="anywhere">{url}</th>
                  <td>{events.join(", ")}</td>
                  <td class="nowrap">{timeOf(createdAt)}</td>
                  <td>
                    {disabledAt === null ? operate.told : <strong>{operate.disabled(timeOf(disabledAt))}</strong>}
                  </td>
                  <td>
                    <Sure
                      what={operate.remove}
                      name={url}
                      sure={operate.removeSure(url)}
                      action={`/operate/webhooks/${id}/remove`}
                      now={operate.removeNow}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

function Regrade({ view }: { readonly view: OperateView }) {
  return (
    <section aria-labelledby="regrade">
      <h2 id="regrade">{operate.regrade}</h2>
      <p class="soft">{operate.regradeWhat}</p>
      <form class="regrade" method="post" action="/operate/regrade">
        <label>
          {operate.question}
          <select name="questionId">
            <option value="">{operate.allQuestions}</option>
            {view.questions.map(({ id, title }) => <option value={id}>{title} ({id})</option>)}
          </select>
        </label>
        <label>
          {operate.by}
          <select name="grader">
            <option value="">{operate.byNow}</option>
            <option value="offline">{operate.byOffline}</option>
            {view.status.freeText.model && <option value="llm">{operate.byLlm}</option>}
          </select>
        </label>
        <button type="submit">{operate.dryRun}</button>
      </form>
    </section>
  );
}
