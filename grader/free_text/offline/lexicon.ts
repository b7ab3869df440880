import stem from "wink-porter2-stemmer";
import glossary from "./lexicon/glossary.json" with { type: "json" };
import opposites from "./lexicon/opposites.json" with { type: "json" };
import synonyms from "./lexicon/synonyms.json" with { type: "json" };

/** A term of the glossary or a group of the synonyms that a run of words belongs to. */
export interface Form {
  readonly id: string;
  readonly kind: "term" | "group";
  /** Stems; the first is the key that it is filed under. */
  readonly stems: readonly string[];
  /** Up to so many words may stand before each stem ("boils the photo down"). */
  readonly gaps: readonly number[];
  /** Set when the form is matched exactly, capitals included. */
  readonly exact?: string;
}

// Porter's stemmer gives an agent and its verb one stem, and here it matters which one is meant. "Five updates" are "5 updates"; a "one" is
// mostly no number. It makes "ad" of "added".
const givenStems: ReadonlyMap<string, string> = new Map(Object.entries({
  ...{ generator: "generator", generators: "generator", generated: "generated" },
  ...{ discriminator: "discriminator", discriminators: "discriminator" },
  ...{ encoder: "encoder", encoders: "encoder", decoder: "decoder", decoders: "decoder" },
  ...{ autoencoder: "autoencoder", autoencoders: "autoencoder", classifier: "classifier", classifiers: "classifier" },
  ...{ two: "2", three: "3", four: "4", five: "5", six: "6", seven: "7", eight: "8", nine: "9", ten: "10" },
  ...{ twelve: "12", twenty: "20", fifty: "50", hundred: "100", thousand: "1000" },
  ...{ added: "add", adding: "add" },
}));

// Forms that no ending tells, each after its verb.
const irregularForms = `
become became; begin began begun; break broke broken; bring brought; build built; buy bought; catch caught; choose chose chosen; come came;
deal dealt; draw drew drawn; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; find found; forget forgot forgotten;
freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown; hide hid hidden; hold held; keep kept; know knew known;
lead led; learn learnt; lose lost; make made; mean meant; meet met; pay paid; run ran; say said; see saw seen; sell sold; send sent;
shake shook shaken; show shown; shrink shrank shrunk; sink sank sunk; speak spoke spoken; spend spent; stand stood; steal stole stolen;
stick stuck; swing swung; take took taken; teach taught; tell told; think thought; throw threw thrown; understand understood; win won;
write wrote written
`;
const verbOf: ReadonlyMap<string, string> = new Map(
  irregularForms.split(";").flatMap((line) => {
    const [verb = "", ...forms] = line.trim().split(/\s+/);
    return forms.map((form) => [form, verb] as const);
  }),
);

const stems = new Map<string, string>();

// No English word is longer. The stemmer's patterns look at every letter from every other one.
const wordMax = 60;

/** The stem of a lower-case word; British and American endings share one. */
export function stemOf(word: string): string {
  if (word.length > wordMax) return word;
  const known = stems.get(word);
  if (known !== undefined) return known;
  const american = (verbOf.get(word) ?? word).replace(/is(e[sdr]?|ing|ation|ations|able)$/, "iz$1").replace(
    /our(s|ed|ing)?$/,
    "or$1",
  );
  const found: string = givenStems.get(word) ?? stem(american);
  // Bounded: answers bring words that nobody has seen.
  if (stems.size > 50_000) stems.clear();
  stems.set(word, found);
  return found;
}

// Words that may come between the parts of a phrasal verb, marked "~".
const gap = 4;

function form(id: string, kind: Form["kind"], text: string): Form {
  if (text.startsWith("=")) {
    return { id, kind, stems: [stemOf(text.slice(1).toLowerCase())], gaps: [0], exact: text.slice(1) };
  }
  const plain = text.toLowerCase().replace(/n't\b/g, " not").replace(/'s\b/g, "");
  const words = [...plain.matchAll(/(~?)\s*([\p{L}\p{N}]+(?:\.\d+)?)/gu)];
  return {
    id,
    kind,
    stems: words.map(([, , word]) => stemOf(word ?? "")),
    gaps: words.map(([, marked]) => marked === "~" ? gap : 0),
  };
}

function entries(kind: Form["kind"], groups: Readonly<Record<string, readonly string[]>>): Form[] {
  return Object.entries(groups).flatMap(([id, forms]) => forms.map((text) => form(id, kind, text)));
}

/** All forms, filed under their first stem, longest first. */
export const formsByFirstStem: ReadonlyMap<string, readonly Form[]> = fileForms([
  ...entries("term", glossary.terms),
  ...entries("group", synonyms.groups),
]);

function fileForms(forms: readonly Form[]): Map<string, Form[]> {
  const filed = Map.groupBy(forms.filter(({ stems }) => stems.length > 0), ({ stems }) => stems[0] ?? "");
  for (const list of filed.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  return filed;
}

/** Names under which a word is looked up in {@link opposed} and {@link rolePairs}: `<id>` of its terms and groups, or a stem. */
export type Name = string;

function name(text: string): Name {
  return text.startsWith("<") ? text : stemOf(text);
}

function bothWays(pairs: readonly (readonly string[])[]): Map<Name, Set<Name>> {
  const map = new Map<Name, Set<Name>>();
  const add = (a: Name, b: Name) => map.set(a, (map.get(a) ?? new Set()).add(b));
  for (const [a, b] of pairs) {
    if (a === undefined || b === undefined) continue;
    add(name(a), name(b));
    add(name(b), name(a));
  }
  return map;
}

/** For each name, the names that turn a statement into its opposite. */
export const opposed: ReadonlyMap<Name, ReadonlySet<Name>> = bothWays([...opposites.pairs, ...opposites.roles]);

/** For each name that plays a role, the names it must not be exchanged with. */
export const rolePairs: ReadonlyMap<Name, ReadonlySet<Name>> = bothWays(opposites.roles);

const negatingPrefix = /^(?:un|in|im|ir|il|non|dis|mis|anti)(.{4,})$/;

/** What is left of a stem with a negating prefix ("stable" of "unstable"). */
export function withoutPrefix(stem: string): string | undefined {
  return negatingPrefix.exec(stem)?.[1];
}
