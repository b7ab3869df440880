// deno-lint-ignore-file jsx-key -- pages are rendered once, as text; nothing is compared by key
import type { Move, Regraded } from "../../interview/mod.ts";
import * as words from "../messages/en.ts";
import { operate } from "../messages/staff_en.ts";
import type { PageContext } from "../page.ts";
import { Layout } from "./layout.tsx";
import { Scroll } from "./scroll.tsx";

/** What was asked for. */
export interface RegradeWish {
  readonly questionId: string;
  readonly grader: string;
  readonly cursor: string;
}

/** Who would move, or has moved. */
export function RegradePage(props: {
  readonly context: PageContext;
  readonly wish: RegradeWish;
  readonly result: Regraded;
  readonly titles: ReadonlyMap<string, string>;
}) {
  const { result, wish, titles } = props;
  const { dryRun, considered, moves, failed, nextCursor } = result;
  const title = dryRun ? operate.regradeTitle : operate.regradedTitle;
  return (
    <Layout context={props.context} title={title} page="operate">
      <div class="operate">
        <header>
          <h1>{title}</h1>
          <p class="soft" role="status">
            {considered === 0
              ? operate.noneLooked
              : dryRun
              ? operate.looked(considered, moves.length)
              : operate.lookedApplied(considered, moves.length)}
          </p>
        </header>
        {moves.length === 0 ? considered > failed.length && <p>{operate.noneMoves}</p> : (
          <Scroll label={title}>
            <table class="moves">
              <thead>
                <tr>{operate.moveColumns.map((column) => <th scope="col">{column}</th>)}</tr>
              </thead>
              <tbody>
                {moves.map((move) => (
                  <tr>
                    <th scope="row">{titles.get(move.questionId) ?? move.questionId}</th>
                    <td class="nowrap">{outcome(move.from)}</td>
                    <td class="nowrap">{outcome(move.to)}</td>
                    <td class="nowrap">{difference(move)}</td>
                    <td class="reading">
                      <ul>{move.because.map((reason) => <li>{reason}</li>)}</ul>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        {failed.length > 0 && (
          <div class="note">
            <p>{operate.failed(failed.length)}</p>
            <ul>{[...new Set(failed.map(({ detail }) => detail))].map((detail) => <li>{detail}</li>)}</ul>
          </div>
        )}
        <div class="decision-foot">
          {dryRun && moves.length > 0 && (
            <form method="post" action="/operate/regrade">
              <Fields wish={wish} cursor={wish.cursor} />
              <input type="hidden" name="apply" value="yes" />
              <button class="primary" type="submit" aria-describedby="apply-note">{operate.apply(moves.length)}</button>
            </form>
          )}
          {nextCursor !== null && (
            <form method="post" action="/operate/regrade">
              <Fields wish={wish} cursor={nextCursor} />
              <button type="submit">{operate.goOn}</button>
            </form>
          )}
          <a class="button" href="/operate">{operate.back}</a>
        </div>
        {dryRun && moves.length > 0 && <p class="soft small" id="apply-note">{operate.applyNote}</p>}
      </div>
    </Layout>
  );
}

function Fields({ wish, cursor }: { readonly wish: RegradeWish; readonly cursor: string }) {
  return (
    <>
      <input type="hidden" name="questionId" value={wish.questionId} />
      <input type="hidden" name="grader" value={wish.grader} />
      <input type="hidden" name="cursor" value={cursor} />
    </>
  );
}

const outcome = ({ status, score, outcome }: Move["from"]) =>
  score === null || outcome === null ? operate.noScore[status] : `${score.toFixed(2)}, ${words.grade.outcome[outcome]}`;

function difference({ difference }: Move): string {
  if (difference === null) return "–";
  return `${difference < 0 ? "−" : "+"}${Math.abs(difference).toFixed(2)}`;
}
