/// <reference lib="dom" />
import { interview } from "../messages/en.ts";
import { announce } from "./say.ts";

const warnAtS: readonly number[] = [300, 60];

/** Shows the time left instead of the time of the end, and says when five minutes and one minute are left. */
export function tendClock(): void {
  let before = Infinity;
  const tick = () => {
    const clock = document.querySelector<HTMLElement>(".clock");
    const deadline = Date.parse(clock?.dataset.deadline ?? "");
    const time = clock?.querySelector("time");
    const label = clock?.querySelector(".clock-label");
    if (!clock || !time || !label || Number.isNaN(deadline)) return;
    const left = Math.max(0, Math.ceil((deadline - Date.now()) / 1000));
    label.textContent = interview.timeLeft;
    time.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.classList.toggle("short", left <= 60);
    for (const warnAt of warnAtS) {
      if (before > warnAt && left <= warnAt && left > 0) announce(interview.timeWarning(warnAt / 60));
    }
    if (before > 0 && left === 0 && before !== Infinity) announce(interview.timeOver);
    before = left;
  };
  tick();
  setInterval(tick, 1000);
}
