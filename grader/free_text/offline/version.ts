import fluency from "./fluency.json" with { type: "json" };
import glossary from "./lexicon/glossary.json" with { type: "json" };
import opposites from "./lexicon/opposites.json" with { type: "json" };
import synonyms from "./lexicon/synonyms.json" with { type: "json" };
import model from "./model.json" with { type: "json" };

// To be raised when the code comes to grade an answer differently.
const revision = 5;

/** Names the grader's code and data: it changes whenever the same answer could be graded differently. */
export const graderVersion: string = `${revision}.${fingerprint([fluency, glossary, opposites, synonyms, model])}`;

// FNV-1a: it only has to differ when the data does.
function fingerprint(data: unknown): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(data)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
