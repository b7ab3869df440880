const symbols: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  theta: "θ",
  phi: "φ",
  varphi: "φ",
  psi: "ψ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  omega: "ω",
  eta: "η",
  xi: "ξ",
  Sigma: "Σ",
  Lambda: "Λ",
  Delta: "Δ",
  Omega: "Ω",
  Phi: "Φ",
  Pi: "Π",
  nabla: "∇",
  partial: "∂",
  sum: "Σ",
  prod: "∏",
  int: "∫",
  infty: "∞",
  cdot: "·",
  times: "×",
  odot: "⊙",
  oplus: "⊕",
  circ: "∘",
  sim: "~",
  approx: "≈",
  le: "≤",
  leq: "≤",
  ge: "≥",
  geq: "≥",
  ne: "≠",
  neq: "≠",
  ll: "≪",
  gg: "≫",
  in: "∈",
  to: "→",
  rightarrow: "→",
  mapsto: "↦",
  leftarrow: "←",
  mid: "|",
  Vert: "‖",
  lVert: "‖",
  rVert: "‖",
  vert: "|",
  langle: "⟨",
  rangle: "⟩",
  ldots: "…",
  dots: "…",
  cdots: "…",
  quad: " ",
  qquad: " ",
  pm: "±",
  propto: "∝",
  ell: "ℓ",
  top: "ᵀ",
};
const wrappers =
  /\\(?:mathbb|mathcal|mathrm|mathbf|mathit|text|textrm|operatorname|boldsymbol|hat|tilde|bar|mathsf)\*?\{([^{}]*)\}/g;

/** TeX between dollars as characters that every screen shows: Slack sets no formulas. */
export function plainMaths(markdown: string): string {
  return markdown.replace(
    /\$\$([\s\S]+?)\$\$|\$([^$\n]+)\$/g,
    (_, display?: string, inline?: string) => display === undefined ? plain(inline!) : `\n${plain(display.trim())}\n`,
  );
}

function plain(tex: string): string {
  let text = tex;
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(wrappers, "$1")
      .replace(
        /\\frac\{([^{}]*)\}\{([^{}]*)\}/g,
        (_, above: string, below: string) => `${group(above)}/${group(below)}`,
      )
      .replace(/\\sqrt\{([^{}]*)\}/g, "√($1)")
      .replace(/([_^])\{([^{}]*)\}/g, (_, mark: string, inner: string) => `${mark}${group(inner)}`);
  }
  return text.replace(/\\(?:left|right|bigl?|bigr?|Bigl?|Bigr?|displaystyle)(?![a-zA-Z])/g, "")
    .replace(/\\([a-zA-Z]+)/g, (_, name: string) => symbols[name] ?? name)
    .replace(/\\\\/g, "\n").replace(/\\[,;:! ]/g, " ").replace(
      /\\([|{}])/g,
      (_, sign: string) => sign === "|" ? "‖" : sign,
    )
    .replace(/[{}]/g, "").replace(/&/g, " ").replace(/ {2,}/g, " ").trim();
}

const group = (inner: string) => /^[\p{L}\p{N}]$/u.test(inner) || /^\w+$/.test(inner) ? inner : `(${inner})`;
