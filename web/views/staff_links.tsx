import { type Visitor, visitorMay } from "../../access/mod.ts";
import * as words from "../messages/staff_en.ts";

/** Pages that only some visitors may open. */
export type StaffPage = "review" | "operate" | "author";

/** Links to the pages of reviewers, operators and authors, for those who may open them. */
export function StaffLinks({ visitor, current }: { readonly visitor: Visitor | null; readonly current: string }) {
  if (!visitor) return null;
  const [reviews, runs] = [visitorMay(visitor, "reviewer"), visitorMay(visitor, "admin")];
  const link = (page: StaffPage) => (
    <a class="top-link" href={`/${page}`} {...(current === page && { "aria-current": "page" })}>{words.links[page]}</a>
  );
  if (!reviews && !runs) return null;
  return (
    <>
      {reviews && link("review")}
      {reviews && link("author")}
      {runs && link("operate")}
    </>
  );
}
