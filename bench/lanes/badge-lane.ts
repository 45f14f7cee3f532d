import { spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { layouts } from "#shared/badge/layouts.ts";
import { printBadges } from "#shared/badge/print/print.ts";
import { Fonts, fontsIn } from "#shared/badge/text/fonts.ts";
import { layFonts } from "../../infra/fonts.ts";
import { writePage } from "../badges/html.ts";
import { people } from "../badges/people.ts";
import { carryOutOrders } from "../support/child.ts";
import { groupMegabytes } from "../support/tree-memory.ts";

export interface BadgeOrder {
  readonly by: "palais" | "chromium";
  readonly count: number;
}

export interface BadgeReport {
  /** From the first badge to the last byte on the disk. */
  readonly ms: number;
  readonly bytes: number;
  /** The most that was held in memory. */
  readonly peakMb: number;
}

/** What this process held before, for Palais runs in it: the badges and their photos come from outside. */
async function byPalais(count: number, fonts: string, file: string): Promise<Omit<BadgeReport, "bytes">> {
  const printing = { layout: layouts.a6, paper: "single", title: "Badges", fonts: new Fonts(fontsIn(fonts)) } as const;
  const badges = people(count);
  const first = await badges.next();
  const all = async function* () {
    if (!first.done) yield first.value;
    yield* badges;
  };
  const began = performance.now();
  await pipeline(Readable.from(printBadges(all(), printing)), createWriteStream(file));
  return { ms: performance.now() - began, peakMb: process.resourceUsage().maxRSS / 1_024 };
}

const browser = "chromium";

async function byChromium(count: number, fonts: string, file: string): Promise<Omit<BadgeReport, "bytes">> {
  const folder = path.dirname(file);
  const page = await writePage(people(count), fonts, folder);
  const began = performance.now();
  const args = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    `--user-data-dir=${folder}/profile`,
    "--no-pdf-header-footer",
  ];
  const child = spawn(browser, [...args, "--virtual-time-budget=600000", `--print-to-pdf=${file}`, page], {
    detached: true,
    stdio: "ignore",
  });
  let peakMb = 0;
  const watch = setInterval(() => (peakMb = Math.max(peakMb, groupMegabytes(child.pid ?? 0))), 100);
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`chromium ended with ${code}`);
  return { ms: performance.now() - began, peakMb };
}

carryOutOrders(async ({ by, count }: BadgeOrder): Promise<BadgeReport> => {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-bench-badges-"));
  try {
    const [fonts, file] = [path.join(folder, "fonts"), path.join(folder, "badges.pdf")];
    layFonts(fonts);
    const report = await { palais: byPalais, chromium: byChromium }[by](count, fonts, file);
    return { ...report, bytes: statSync(file).size };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
