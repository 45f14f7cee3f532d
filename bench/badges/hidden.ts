import { create } from "qrcode";
import { layouts } from "#shared/badge/layouts.ts";
import { aToken } from "../../test/support/badges.ts";
import { ensureReader, readCodes } from "../../test/support/barcode-reader.ts";
import { blur, type Grey, hide, writePgm } from "../../test/support/grey.ts";
import { Random } from "../../test/support/random.ts";
import { worn } from "../../test/support/wear.ts";
import { invariant, type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";

const levels = ["M", "Q", "H"] as const;
type Level = (typeof levels)[number];

/** Of the code with its margin. */
const shares = [0.03, 0.05, 0.08, 0.15] as const;

/** Modules around the code, and parts of a dot that are looked at in either direction. */
const quiet = 4;
const parts = 3;

/** The code of a card, as wide as a card has it. */
const millimetres = layouts.card.parts.find(({ kind }) => kind === "code")?.box[2] ?? 0;
const side = Math.round((millimetres / 25.4) * 300);

/** A token's code at a level of correction, printed at 300 dpi. */
function printed(token: string, level: Level): Grey {
  const { modules } = create(token, { errorCorrectionLevel: level });
  const scale = (modules.size + 2 * quiet) / (side * parts);
  const isDark = (x: number, y: number) => {
    const [column, row] = [Math.floor(x * scale) - quiet, Math.floor(y * scale) - quiet];
    const isInside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
    return isInside && modules.get(row, column) !== 0;
  };
  const shadeAt = (x: number, y: number) => {
    let dark = 0;
    for (let part = 0; part < parts ** 2; part += 1)
      dark += Number(isDark(x * parts + (part % parts), y * parts + Math.floor(part / parts)));
    return Math.round(255 * (1 - dark / parts ** 2));
  };
  const pixels = Uint8Array.from({ length: side * side }, (_, at) => shadeAt(at % side, Math.floor(at / side)));
  return { width: side, height: side, pixels };
}

/** The corner without a mark of position, under a thumb. */
function underThumb(picture: Grey, share: number): Grey {
  const hidden = Math.ceil(side * Math.sqrt(share));
  return hide(picture, { left: side - hidden, top: side - hidden, width: hidden, height: hidden }, 0);
}

const wornAllOver = (picture: Grey, share: number, seed: number) =>
  worn(picture, new Random(seed), ["spot", "scratch", "clip"], share);

/** How many of so many codes are read, out of focus and partly hidden. */
function readOf(count: number, level: Level, cover: (picture: Grey, seed: number) => Grey): number {
  const tokens = Array.from({ length: count }, (_, seed) => aToken(seed));
  const pictures = tokens.map((token, seed) => writePgm(blur(cover(printed(token, level), seed), 1)));
  const found = new Set(readCodes(pictures));
  return tokens.filter((token) => found.has(token)).length;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const thumbShare = 0.15;

/** How many codes are read of which a part is hidden, at each level of correction on the same room. */
export async function measureHidden(results: Results, quick: boolean): Promise<Section> {
  ensureReader();
  const count = quick ? 20 : 100;
  const cell = (name: string, level: Level, cover: (picture: Grey, seed: number) => Grey) =>
    results.cell(`hidden, ${count} of level ${level}, ${name}`, async () => ({ read: readOf(count, level, cover) }));
  const row = async (name: string, cover: (picture: Grey, seed: number) => Grey) => {
    const read: number[] = [];
    for (const level of levels) read.push((await cell(name, level, cover)).read);
    return { name, read };
  };
  const rows = [
    await row("nothing", (picture) => picture),
    await row(`${percent(thumbShare)}, a thumb on the corner`, (picture) => underThumb(picture, thumbShare)),
  ];
  for (const share of shares)
    rows.push(await row(`${percent(share)}, worn all over`, (picture, seed) => wornAllOver(picture, share, seed)));
  const versions = levels.map((level) => create(aToken(0), { errorCorrectionLevel: level }).version);
  return {
    title: "Badges: codes of which a part is hidden",
    notes: [
      `Read by ZBar, of ${count}: a card's code, ${millimetres} mm with its margin, at 300 dpi and out of focus.`,
      "Worn all over: dark and light spots, scratches and a clip at random places.",
    ],
    head: ["hidden, of code and margin", ...levels.map((level, index) => `${level}, version ${versions[index]}`)],
    rows: rows.map(({ name, read }) => [name, ...read.map(String)]),
    verdicts: [
      invariant(
        "every code is read of which nothing is hidden",
        rows[0]?.read.every((each) => each === count) ?? false,
      ),
      target("a code of level M is read from 95 of 100 thumbs", (rows[1]?.read[0] ?? 0) >= 0.95 * count),
    ],
  };
}
