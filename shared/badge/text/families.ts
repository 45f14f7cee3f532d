import type { Script } from "./scripts.ts";

export type Weight = "regular" | "bold";

/** Noto Sans, a family for each script it is cut in. */
export const families = [
  "NotoSans",
  "NotoSansArabic",
  "NotoSansHebrew",
  "NotoSansDevanagari",
  "NotoSansBengali",
  "NotoSansTamil",
  "NotoSansSinhala",
  "NotoSansThai",
  "NotoSansKhmer",
  "NotoSansMyanmar",
  "NotoSansEthiopic",
  "NotoSansArmenian",
  "NotoSansGeorgian",
  "NotoSansSC",
  "NotoSansTC",
  "NotoSansJP",
  "NotoSansKR",
] as const;
export type Family = (typeof families)[number];

/** Which of the shapes that a Han character has: those of China, of Taiwan and Hong Kong, of Japan, or of Korea. */
export type HanStyle = "zh-Hans" | "zh-Hant" | "ja" | "ko";

const han: Readonly<Record<HanStyle, readonly Family[]>> = {
  "zh-Hans": ["NotoSansSC", "NotoSansTC", "NotoSansJP", "NotoSansKR"],
  "zh-Hant": ["NotoSansTC", "NotoSansSC", "NotoSansJP", "NotoSansKR"],
  ja: ["NotoSansJP", "NotoSansSC", "NotoSansTC", "NotoSansKR"],
  ko: ["NotoSansKR", "NotoSansSC", "NotoSansTC", "NotoSansJP"],
};

const own: Readonly<Record<Exclude<Script, "Hani">, Family>> = {
  Latn: "NotoSans",
  Cyrl: "NotoSans",
  Grek: "NotoSans",
  Arab: "NotoSansArabic",
  Hebr: "NotoSansHebrew",
  Deva: "NotoSansDevanagari",
  Beng: "NotoSansBengali",
  Taml: "NotoSansTamil",
  Sinh: "NotoSansSinhala",
  Thai: "NotoSansThai",
  Khmr: "NotoSansKhmer",
  Mymr: "NotoSansMyanmar",
  Ethi: "NotoSansEthiopic",
  Armn: "NotoSansArmenian",
  Geor: "NotoSansGeorgian",
  Hira: "NotoSansJP",
  Kana: "NotoSansJP",
  Hang: "NotoSansKR",
  Bopo: "NotoSansTC",
};

/** Where a character of the script is looked for, one family after the other, and at last in every one there is. */
export function chainOf(script: Script, style: HanStyle): readonly Family[] {
  const first = script === "Hani" ? han[style] : [own[script]];
  return [...new Set([...first, "NotoSans" as const, ...families])];
}

/** The file of a family in a weight. */
export const fileOf = (family: Family, weight: Weight): string =>
  `${family}_${weight === "bold" ? "700Bold" : "400Regular"}.ttf`;
