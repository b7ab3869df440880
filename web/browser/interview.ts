/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { client, interview as words, titleOf } from "../messages/en.ts";
import { turnFromForm } from "../turn_form.ts";
import { heedServerTime, secondsLeft, tendClock } from "./clock.ts";
import { tendEditor, tryCode } from "./coding.ts";
import { dropDraft, dropDrafts, keepDraft, tendDraft } from "./drafts.ts";
import { tendKeys, tendTyping } from "./keys.ts";
import { beingWritten, showDelta, showPending, showProgress, tickElapsed } from "./live.ts";
import { setMaths } from "./maths.ts";
import { deliver, pack, type Parcel, settle, unsent } from "./outbox.ts";
import { drawPlots } from "./plots.ts";
import { type Changes, reconcile } from "./reconcile.ts";
import { alertUser, announce, spoken } from "./say.ts";

const retryS: readonly number[] = [2, 4, 8, 15, 30];
const watchMs = 4000;
const retryListenMs = 5000;
const lostAfterMs = 6000;

/** Makes the interview page live: sends turns without leaving the page, and shows what happens when it happens. */
export function openInterview(root: HTMLElement): void {
  const sessionId = root.dataset.session ?? "";
  let sending = false;
  let focusNews = false;
  let connected = false;

  let overTold = false;

  tend(root);
  tendClock(heedTime);
  document.addEventListener("keydown", tendTyping);
  setInterval(tickElapsed, 1000);
  if (root.dataset.state === "finished") {
    dropDrafts(sessionId);
    settle(sessionId);
    return;
  }
  if (!location.hash.startsWith("#c-")) focusCurrent(root);
  const waiting = unsent(sessionId);
  if (waiting) void send(waiting);
  listen();
  setInterval(() => {
    if (
      !document.hidden && root.dataset.state !== "finished" &&
      (root.dataset.state === "grading" || !connected || timeOver())
    ) {
      refresh();
    }
  }, watchMs);

  function timeOver(): boolean {
    return root.dataset.state === "awaiting-answer" && secondsLeft() === 0;
  }

  /** When the time is over nothing more is sent; the server ends the interview. */
  function heedTime(): void {
    const over = timeOver();
    if (over !== overTold) {
      overTold = over;
      alertUser(over ? words.timeOver : null);
      if (!over && !sending) lock(false);
    }
    if (!over) return;
    document.title = titleOf(words.timeOverTitle);
    lock(true);
  }

  function tend(part: Element): void {
    const forms = part instanceof HTMLFormElement
      ? [part]
      : [...part.querySelectorAll<HTMLFormElement>("form[data-turn]")];
    for (const form of forms) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        submit(form, event.submitter);
      });
      tendDraft(form);
      tendKeys(form);
      void tendEditor(form);
    }
    // On a narrow screen the grade lies between the talk and the follow-up; it opens with a press. Checks of code stay in sight.
    if (part !== root && matchMedia("(width < 1000px)").matches) {
      for (const card of part.parentElement?.querySelectorAll<HTMLDetailsElement>("#now:not(.wide) .grade") ?? []) {
        card.open = false;
      }
    }
    tickElapsed();
  }

  function submit(form: HTMLFormElement, submitter: HTMLElement | null): void {
    if (sending || timeOver()) return;
    const data = submitter ? new FormData(form, submitter) : new FormData(form);
    const turn = turnFromForm(data);
    if (typeof turn === "string") return alertUser(turn === "too-long" ? words.tooLong : words.empty);
    keepDraft(form);
    if (submitter instanceof HTMLButtonElement && submitter.dataset.precheck !== undefined) {
      alertUser(null);
      return void tryCode(form, submitter.formAction);
    }
    void send(pack(sessionId, data, turn.type === "answer" ? form.dataset.draft ?? null : null));
  }

  async function send(parcel: Parcel): Promise<void> {
    sending = true;
    focusNews = true;
    lock(true);
    announce(client.sending);
    for (let attempt = 0;; attempt++) {
      const delivery = await deliver(sessionId, parcel);
      if (delivery.kind === "failed" || (delivery.kind === "conflict" && attempt < 2 && await stillAsked())) {
        const seconds = delivery.kind === "failed"
          ? delivery.retryAfterS ?? retryS[Math.min(attempt, retryS.length - 1)]!
          : 1;
        await pause(seconds, delivery.kind === "failed");
        continue;
      }
      settle(sessionId);
      sending = false;
      lock(false);
      switch (delivery.kind) {
        case "taken":
          alertUser(null);
          if (parcel.draft) dropDraft(parcel.draft);
          closeAsk();
          break;
        case "conflict":
          await fetchPage();
          tellConflict(parcel);
          break;
        case "refused":
          alertUser(client.refused(delivery.detail));
          break;
        default:
          delivery satisfies never;
      }
      return refresh();
    }
  }

  /** Something else came first. What was written is kept, and goes into the field if the candidate wants it there. */
  function tellConflict({ fields }: Parcel): void {
    const text = new Map(fields).get("text");
    const field = root.querySelector<HTMLTextAreaElement>("#now textarea[name=text]");
    if (!text || !field || field.value !== "") return alertUser(client.conflict);
    alertUser(client.conflict, {
      label: client.takeText,
      press() {
        field.value = text;
        if (field.form) keepDraft(field.form);
        alertUser(null);
        field.focus();
      },
    });
  }

  async function stillAsked(): Promise<boolean> {
    const before = root.querySelector<HTMLElement>("[data-turn=answer]")?.dataset.version;
    await fetchPage();
    return root.dataset.state === "awaiting-answer" &&
      root.querySelector<HTMLElement>("[data-turn=answer]")?.dataset.version === before;
  }

  /** Waits before another try, and says so; being online again or a press ends the wait. */
  function pause(seconds: number, tell: boolean): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        removeEventListener("online", over);
        resolve();
      };
      const timer = setTimeout(over, seconds * 1000);
      addEventListener("online", over);
      if (!tell) return;
      alertUser(navigator.onLine ? client.retrying(seconds) : client.offline, { label: client.tryNow, press: over });
    });
  }

  function lock(locked: boolean): void {
    for (const part of root.querySelectorAll<HTMLElement>("#now [data-turn=answer], #now .actions")) {
      part.inert = locked;
      part.classList.toggle("sending", locked);
    }
  }

  function closeAsk(): void {
    const ask = root.querySelector<HTMLDetailsElement>(".actions .ask");
    if (!ask) return;
    ask.open = false;
    ask.querySelector("form")?.reset();
  }

  let fetching: Promise<void> | null = null;
  let again = false;

  function refresh(): void {
    if (fetching) {
      again = true;
      return;
    }
    fetching = fetchPage().finally(() => {
      fetching = null;
      if (!again) return;
      again = false;
      refresh();
    });
  }

  async function fetchPage(): Promise<void> {
    let html: string;
    try {
      const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (response.status === 404) return location.reload();
      if (!response.ok) return;
      heedServerTime(response);
      html = await response.text();
    } catch {
      return;
    }
    const page = new DOMParser().parseFromString(html, "text/html");
    const then = page.querySelector<HTMLElement>("#interview");
    const bar = page.querySelector<HTMLElement>("#bar");
    if (!then) return;
    const active = document.activeElement;
    const writing = beingWritten();
    const unfinished = [...writing].filter((key) => !then.querySelector(`[data-key="${CSS.escape(key)}"]`));
    const changes = reconcile(root, document.adoptNode(then), new Set(unfinished));
    if (bar && bar.dataset.version !== document.querySelector<HTMLElement>("#bar")?.dataset.version) {
      document.querySelector("#bar")?.replaceWith(document.adoptNode(bar));
    }
    showPending();
    document.title = page.title;
    heedTime();
    show(changes, { active, writing });
  }

  function show(
    { added, replaced }: Changes,
    { active, writing }: { readonly active: Element | null; readonly writing: ReadonlySet<string> },
  ): void {
    const news = [...added, ...replaced];
    for (const part of news) {
      tend(part);
      void setMaths(part);
      void drawPlots(part);
    }
    // What was shown while it was written is whole only now.
    const whole = replaced.filter((part) => writing.has(part.dataset.key ?? ""));
    const entries = [...whole, ...added].flatMap((part) => [part, ...part.querySelectorAll<HTMLElement>("article")])
      .filter((part) => part.tagName === "ARTICLE");
    const said = entries.filter((entry) => entry.dataset.role === "interviewer");
    if (said.length > 0) announce(said.map((entry) => spoken(entry)).join(" "));
    if (root.dataset.state === "finished") dropDrafts(sessionId);
    const focusLost = !active?.isConnected || active === document.body;
    if (!focusNews && !focusLost) return;
    const target = said[0] ?? news.find((part) => part.matches(".grading"));
    if (!target) return;
    if (said.length > 0) focusNews = false;
    focusOn(target);
  }

  let lost = false;
  let notice: ReturnType<typeof setTimeout> | undefined;

  function listen(): void {
    const events = new EventSource(`/v1/sessions/${sessionId}/events`);
    const data = (event: Event) => JSON.parse((event as MessageEvent<string>).data);
    events.addEventListener("open", () => {
      connected = true;
      clearTimeout(notice);
      notice = undefined;
      if (lost) {
        lost = false;
        if (!sending) alertUser(null);
        announce(client.back);
      }
      refresh();
    });
    for (const name of ["message", "grade", "state"]) events.addEventListener(name, refresh);
    events.addEventListener("delta", (event) => showDelta(data(event)));
    events.addEventListener("progress", (event) => showProgress(data(event)));
    events.addEventListener("done", () => {
      events.close();
      connected = true;
      refresh();
    });
    events.addEventListener("error", (event) => {
      if ("data" in event && typeof event.data === "string") return alertUser(JSON.parse(event.data).detail);
      connected = false;
      // A refused connection is not tried again by the browser itself.
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, retryListenMs);
      if (notice !== undefined) return;
      notice = setTimeout(() => {
        if (connected || root.dataset.state === "finished") return;
        lost = true;
        if (!sending) alertUser(client.lost);
      }, lostAfterMs);
    });
  }
}

/** Puts the focus where the conversation is, so that the next key goes there. */
function focusCurrent(root: HTMLElement): void {
  const last = [...root.querySelectorAll<HTMLElement>("#now article[data-role=interviewer]")].at(-1);
  if (!last || (document.activeElement !== document.body && document.activeElement)) return;
  if (last.getBoundingClientRect().top < innerHeight / 2) last.focus({ preventScroll: true });
  else focusOn(last);
}

function focusOn(target: HTMLElement): void {
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  const last = document.querySelector("#now .actions, #now .done") ?? target;
  const below = Math.max(last.getBoundingClientRect().bottom, target.getBoundingClientRect().bottom) > innerHeight;
  const above = target.getBoundingClientRect().top < 72;
  if (below || above) target.scrollIntoView({ block: "start" });
}
