/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { openInterview } from "./interview.ts";
import { setMaths } from "./maths.ts";
import { drawPlots } from "./plots.ts";

const interview = document.querySelector<HTMLElement>("#interview");
if (interview) openInterview(interview);

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>(".item details")) details.open = true;
    print();
  });
}

for (const link of document.querySelectorAll<HTMLInputElement>("[data-select]")) {
  // Behind a proxy the server may not know the address by which it is reached.
  link.value = new URL(new URL(link.value).pathname, location.href).href;
  link.addEventListener("focus", () => link.select());
}

if (document.querySelector("[data-review], [data-live], [data-try], [data-copy]")) {
  void import("./staff.ts").then(({ openStaffPage }) => openStaffPage());
}

// A form brings the candidate back to the verdict that it was about.
const verdict = location.hash.startsWith("#c-") ? document.getElementById(location.hash.slice(1)) : null;
if (verdict) {
  verdict.tabIndex = -1;
  verdict.focus();
}

void setMaths(document.body);
void drawPlots(document.body);
