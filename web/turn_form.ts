import type { Turn } from "../interview/mod.ts";

/** Longest free-text answer, in UTF-16 units. */
export const textMax = 8000;
/** Longest source of a coding answer, in UTF-16 units. */
export const sourceMax = 64 * 1024;
/** Longest thing said beside an answer. */
export const sayMax = 1000;

/** Why a form is no turn. */
export type FormFault = "empty" | "too-long" | "unknown";

/** A form of the interview page as a turn; the same on the server and in the browser. */
export function turnFromForm(form: FormData): Turn | FormFault {
  const text = (name: string) => {
    const value = form.get(name);
    // Forms send line breaks as CR LF; what the candidate wrote has LF.
    return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
  };
  if (form.has("say")) return said(text("say"));
  switch (text("type")) {
    case "hint":
      return { type: "hint" };
    case "skip":
      return { type: "skip" };
    case "end":
      return { type: "end" };
    case "answer":
      break;
    default:
      return "unknown";
  }
  switch (text("kind")) {
    case "multiple-choice": {
      const choices = form.getAll("choices").filter((choice) => typeof choice === "string");
      return choices.length === 0 ? "empty" : { type: "answer", answer: { kind: "multiple-choice", choices } };
    }
    case "free-text": {
      const answer = text("text");
      if (answer.trim() === "") return "empty";
      return answer.length > textMax ? "too-long" : { type: "answer", answer: { kind: "free-text", text: answer } };
    }
    case "coding": {
      const source = text("source");
      if (source.trim() === "") return "empty";
      return source.length > sourceMax
        ? "too-long"
        : { type: "answer", answer: { kind: "coding", language: "typescript", source } };
    }
    default:
      return "unknown";
  }
}

function said(text: string): Turn | FormFault {
  if (text.trim() === "") return "empty";
  return text.length > sayMax ? "too-long" : { type: "say", text };
}
