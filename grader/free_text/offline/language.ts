import { functionWords, words } from "../words.ts";

// The commonest words of languages that share our letters, without those that are English words too.
const foreignList = `
der die das und ist nicht ein eine einen dem den des mit auf für von zu sich wird werden auch als oder wenn dass sind bei nach wie
le la les et est une des du dans pour que qui pas sur avec sont ce cette plus par ou au aux ne il elle
el los las y es un en por para con una que como pero su sus del se no más lo al
il lo gli e è di che non per un una con sono della dei nel come più anche questo
o os as um uma é não para com que em dos das mais como mas seu sua
het een de en van is niet op te met dat voor zijn aan ook door naar
och att det som en på är av för med den inte till
nie jest w z na do się to że
`;
const foreign: ReadonlySet<string> = new Set(
  foreignList.trim().split(/\s+/).filter((word) => !functionWords.has(word)),
);

const wordsToTell = 8;

/** Whether a canonical text is written in a language that this grader does not read. Short texts get the benefit of the doubt. */
export function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}|\p{Script=Greek}/gu)?.length ?? 0;
  if (letters >= 8 && latin < letters / 2) return true;
  // A single letter is a symbol of a formula in any language.
  const all = words(text).filter((word) => /^\p{L}{2,}$/u.test(word.text));
  if (all.length < wordsToTell) return false;
  const share = (set: ReadonlySet<string>) => all.filter((word) => set.has(word.text)).length / all.length;
  return share(foreign) >= 0.2 && share(functionWords) < share(foreign) / 2;
}
