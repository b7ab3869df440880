/// <reference lib="dom" />
import { interview } from "../messages/en.ts";
import { announce } from "./say.ts";

const warnAtS: readonly number[] = [300, 60];
/** Less than this is the time that the reply took, and the header's rounding. */
const skewMinMs = 3000;

let skewMs = 0;

/** Takes the server's time from its reply, so that a clock set wrong here takes no time from the candidate. */
export function heedServerTime(response: Response): void {
  const skew = Date.parse(response.headers.get("Date") ?? "") - Date.now();
  skewMs = Math.abs(skew) >= skewMinMs ? skew : 0;
}

/** Whole seconds left; `Infinity` where there is no clock. */
export function secondsLeft(): number {
  const deadline = Date.parse(document.querySelector<HTMLElement>(".clock")?.dataset.deadline ?? "");
  return Number.isNaN(deadline) ? Infinity : Math.max(0, Math.ceil((deadline - Date.now() - skewMs) / 1000));
}

/** Shows the time left instead of the time of the end, and says when five minutes and one minute are left. */
export function tendClock(onTick: () => void): void {
  let before = Infinity;
  const tick = () => {
    onTick();
    const clock = document.querySelector<HTMLElement>(".clock");
    const time = clock?.querySelector("time");
    const label = clock?.querySelector(".clock-label");
    const left = secondsLeft();
    if (!clock || !time || !label || left === Infinity) return;
    label.textContent = interview.timeLeft;
    time.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.classList.toggle("short", left <= 60);
    for (const warnAt of warnAtS) {
      if (before > warnAt && left <= warnAt && left > 0) announce(interview.timeWarning(warnAt / 60));
    }
    before = left;
  };
  tick();
  setInterval(tick, 1000);
}
