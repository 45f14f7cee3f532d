import { globSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { BadgeFacts } from "#shared/badge/facts.ts";
import { qrModules } from "#shared/badge/qr.ts";

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The same font files, each for its script: a browser loads those that it needs. */
function fontFaces(folder: string): string {
  const files = globSync("*.ttf", { cwd: folder });
  return files
    .map((file) => {
      const weight = file.includes("700Bold") ? 700 : 400;
      const family = file.split("_")[0];
      return `@font-face{font-family:${family};font-weight:${weight};src:url(${pathToFileURL(path.join(folder, file))})}`;
    })
    .join("\n");
}

const familiesIn = (folder: string) =>
  [...new Set(globSync("*.ttf", { cwd: folder }).map((file) => file.split("_")[0]))]
    .toSorted((a = "", b = "") => a.length - b.length)
    .join(",");

const style = (folder: string) => `${fontFaces(folder)}
@page{size:105mm 148mm;margin:0}
*{box-sizing:border-box;margin:0}
body{font-family:${familiesIn(folder)};color:#14171c}
.badge{position:relative;width:105mm;height:148mm;overflow:hidden;break-after:page}
.badge>*{position:absolute}
.head{left:8mm;top:12mm;width:89mm;height:20mm;display:flex;flex-direction:column;justify-content:flex-end}
.head b{font-size:11pt;line-height:1.15}.head p{font-size:8.5pt;color:#4a4f57}
.photo{left:8mm;top:39.5mm;width:30.75mm;height:41mm;object-fit:cover}
.code{left:56mm;top:39.5mm;width:41mm;height:41mm}
.who{left:8mm;top:84.5mm;width:89mm;height:32.5mm;display:flex;flex-direction:column;justify-content:center;gap:1.2mm}
.who h1{font-size:24pt;line-height:1.15;text-wrap:balance}.who p{font-size:10pt}.who b{font-size:13pt}
.serial{right:8mm;top:120mm;font-size:7pt;color:#4a4f57}
.band{left:0;top:126mm;width:105mm;height:22mm;padding:3mm 8mm;color:#fff}.band b{font-size:17pt;line-height:1.2;display:block}`;

function codeOf(token: string): string {
  const rows = qrModules(token);
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return `<svg class=code viewBox="0 0 ${rows.length} ${rows.length}" shape-rendering=crispEdges><path d="${path}"/></svg>`;
}

/** One badge as a page writer would make it: what has no room is cut off, for CSS can't shrink a text to its box. */
function badgeOf({ texts, colour, token }: BadgeFacts, photo: string): string {
  const say = (text: string | undefined, tag: string) => (text ? `<${tag} dir=auto>${escaped(text)}</${tag}>` : "");
  return `<div class=badge><div class=head>${say(texts.conference, "b")}${say(texts.dates, "p")}${say(texts.venue, "p")}</div>
<img class=photo src="${photo}">${codeOf(token)}
<div class=who>${say(texts.name, "h1")}${say(texts.functionTitle, "p")}${say(texts.organization, "p")}${say(texts.country, "b")}</div>
<div class=serial>${texts.serial}</div>
<div class=band style="background:${colour}">${say(texts.category, "b")}${say(texts.role, "p")}</div></div>`;
}

/** The badges as a page, each with its photo in a file beside it. @returns the page's address */
export async function writePage(badges: AsyncIterable<BadgeFacts>, fonts: string, folder: string): Promise<string> {
  const all: string[] = [];
  for await (const facts of badges) {
    const photo = `${all.length}.jpg`;
    writeFileSync(path.join(folder, photo), facts.photo ?? new Uint8Array());
    all.push(badgeOf(facts, photo));
  }
  const page = path.join(folder, "badges.html");
  const head = `<!doctype html><meta charset=utf-8><title>Badges</title><style>${style(fonts)}</style>`;
  writeFileSync(page, `${head}${all.join("\n")}`);
  return pathToFileURL(page).href;
}
