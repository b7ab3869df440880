const cell = 64;
const margin = { left: 96, top: 56 };

/** A confusion matrix as a picture: `table[human][predicted]` of counts, shaded by their share of the row. Numbers stand in every cell. */
export function confusionSvg(title: string, table: readonly (readonly number[])[]): string {
  const size = table.length;
  const label = (i: number) => size === 1 ? "0" : String(Math.round(i / (size - 1) * 100) / 100);
  const width = Math.max(margin.left + size * cell + 16, 300), height = margin.top + size * cell + 40;
  const cells = table.flatMap((row, i) => {
    const all = row.reduce((sum, n) => sum + n, 0) || 1;
    return row.map((n, j) => {
      const x = margin.left + j * cell, y = margin.top + i * cell, share = n / all;
      const ink = share > 0.55 ? "#ffffff" : "#1b1b1b";
      return `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" fill="#1f5fa8" fill-opacity="${
        share.toFixed(3)
      }" stroke="#8a8a8a"/>` +
        `<text x="${x + cell / 2}" y="${y + cell / 2 + 5}" text-anchor="middle" fill="${ink}">${n}</text>`;
    });
  });
  const sides = table.flatMap((_, i) => [
    `<text x="${margin.left - 8}" y="${margin.top + i * cell + cell / 2 + 5}" text-anchor="end">${label(i)}</text>`,
    `<text x="${margin.left + i * cell + cell / 2}" y="${margin.top + size * cell + 18}" text-anchor="middle">${
      label(i)
    }</text>`,
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="14">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="8" y="20" font-weight="bold">${escape(title)}</text>`,
    `<text x="8" y="${margin.top + size * cell / 2}">person</text>`,
    `<text x="${margin.left + size * cell / 2}" y="${height - 6}" text-anchor="middle">grader</text>`,
    ...cells,
    ...sides,
    "</svg>",
    "",
  ].join("\n");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
