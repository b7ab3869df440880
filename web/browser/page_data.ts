/// <reference lib="dom" />
const script = document.querySelector<HTMLScriptElement>("script[nonce]");

/** What the page tells its script: the nonce for styles and the addresses of styles that are loaded on need. */
export const pageData = {
  nonce: script?.nonce ?? "",
  katexCss: script?.dataset.katexCss ?? "",
  plotCss: script?.dataset.plotCss ?? "",
};

const loaded = new Map<string, Promise<void>>();

/** Loads a style sheet once. */
export function loadStyle(address: string): Promise<void> {
  const known = loaded.get(address);
  if (known) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(`Cannot load the style "${address}"`)));
    document.head.append(link);
  });
  loaded.set(address, loading);
  return loading;
}
