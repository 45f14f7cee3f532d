import type { Recorded } from "./record.ts";

const size = { width: 760, row: 22, left: 220, right: 60 };

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Conflicts by shard, a bar each; in words where there were none. */
export function conflictBars({ conflicts }: Pick<Recorded, "conflicts">): string {
  if (conflicts.length === 0) {
    return "<p>None were recorded. A database on one machine runs transactions one after the other; in AWS, or behind a contention proxy, claims that meet at a shard are counted here.</p>";
  }
  const most = Math.max(...conflicts.map(({ count }) => count));
  const bars = conflicts.map(({ pool, shard, count }, index) => {
    const y = index * size.row;
    const width = ((size.width - size.left - size.right) * count) / most;
    return `<text x="${size.left - 10}" y="${y + 15}" class="value">${escaped(pool)} ${shard}</text><rect x="${size.left}" y="${y + 4}" width="${width.toFixed(1)}" height="14" fill="#0b5394"/><text x="${(size.left + width + 6).toFixed(1)}" y="${y + 15}" class="count">${count}</text>`;
  });
  const height = conflicts.length * size.row + 4;
  return `<svg viewBox="0 0 ${size.width} ${height}" role="img"><title>Conflicts per shard</title><desc>How many claims met another one at each shard and were tried again.</desc>${bars.join("")}</svg>`;
}
