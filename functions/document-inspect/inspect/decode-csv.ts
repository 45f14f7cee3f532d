import { analyse } from "chardet";
import { FileRejectedError } from "./file-rejected-error.ts";

/** The marks at the beginning of a file (Unicode 23.8), and the encodings that they name. */
const byteOrderMarks: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** The encodings of other scripts than Latin that spreadsheet programs write, and a letter of their script. */
const scriptsByEncoding: Readonly<Record<string, RegExp>> = {
  "windows-1251": /\p{Script=Cyrillic}/u,
  "KOI8-R": /\p{Script=Cyrillic}/u,
  "ISO-8859-5": /\p{Script=Cyrillic}/u,
  "windows-1256": /\p{Script=Arabic}/u,
  "ISO-8859-6": /\p{Script=Arabic}/u,
  GB18030: /\p{Script=Han}/u,
};

/** The encodings of Latin letters, and of ASCII alone, which `chardet` finds likely for any short text. */
const isLatin = /^(?:ASCII|ISO-8859-[129]|windows-125[0247])$/;

/** Windows-1252 has the printable characters of ISO 8859-1, and the rest of what Excel writes in Western Europe. */
const westernEncoding = "windows-1252";

/**
 * Signs of text that was written in another encoding than Windows-1252: between letters a character that is none and no
 * apostrophe or hyphen, such as the `³` of a Polish word; a sign of currency or arithmetic at a letter; an accented
 * capital inside a word; a letter of Icelandic that is one of Turkish in another encoding.
 */
const foreignSigns =
  /\p{L}(?![\u00B7\u2018\u2019\u00B4\u2013\u2014\u00A0\u00AD\u2026])[^\p{ASCII}\p{L}]\p{L}|[¢£¤¥¦¬±²³¹×÷]\p{L}|\p{Ll}(?!\p{ASCII})\p{Lu}\p{Ll}|[ÐÝÞðýþ]/u;

/** The part of a file by which its encoding is detected, in bytes, from its first byte that is not ASCII. */
const sampleBytes = 65_536;

/**
 * Decodes a text file: in UTF-8; in UTF-16 with a byte order mark; in an encoding for Cyrillic, Arabic or Chinese, if
 * most of its words are in that script; otherwise in Windows-1252. Files do not name their encoding, so a file whose
 * text does not look right in the detected encoding is rejected, so that names are not stored with wrong letters.
 * @throws FileRejectedError `wrong-encoding`
 */
export function decodeCsv(bytes: Uint8Array): DecodedText {
  const mark = byteOrderMarks.find(([each]) => each.every((byte, index) => bytes[index] === byte));
  const decoded = mark
    ? decodeStrictly(bytes, mark[1])
    : (decodeStrictly(bytes, "utf-8") ?? decodeOtherScript(bytes) ?? decodeWestern(bytes));
  if (decoded === undefined || /(?![\t\r\n])\p{Cc}/u.test(decoded.text)) throw new FileRejectedError("wrong-encoding");
  return decoded;
}

/** A text, and the encoding that it was in. */
export interface DecodedText {
  readonly text: string;
  /** As the Encoding Standard names it. */
  readonly encoding: string;
}

/** The text without its byte order mark, or `undefined` if the bytes are not in this encoding. */
function decodeStrictly(bytes: Uint8Array, label: string): DecodedText | undefined {
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    return { text: decoder.decode(bytes), encoding: decoder.encoding };
  } catch {
    return undefined;
  }
}

/** The text in the likeliest encoding of another script, if most characters beyond ASCII are letters of that script. */
function decodeOtherScript(bytes: Uint8Array): DecodedText | undefined {
  const likeliest = analyse(takeSample(bytes)).find(({ name }) => !isLatin.test(name));
  const script = likeliest && scriptsByEncoding[likeliest.name];
  if (!script) return undefined;
  const decoded = decodeStrictly(bytes, likeliest.name);
  if (decoded === undefined) return undefined;
  const first = decoded.text.search(/[^\p{ASCII}]/u);
  return isMostlyInScript(decoded.text.slice(first, first + sampleBytes), script) ? decoded : undefined;
}

/** From the first byte that is not ASCII, because the beginning of a long file may be ASCII alone. */
function takeSample(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte > 0x7f);
  return bytes.subarray(first, first + sampleBytes);
}

/**
 * Whether nine of ten characters beyond ASCII are letters of the script and most of them stand together in words. In a
 * language with Latin letters, they mostly stand alone.
 */
function isMostlyInScript(text: string, letter: RegExp): boolean {
  const words = text.match(/[^\p{ASCII}]+/gu) ?? [];
  const characters = words.join("");
  const letters = [...characters].filter((each) => letter.test(each)).length;
  return letters > 0.9 * characters.length && characters.length >= 1.5 * words.length;
}

function decodeWestern(bytes: Uint8Array): DecodedText | undefined {
  const decoded = decodeStrictly(bytes, westernEncoding);
  return decoded === undefined || foreignSigns.test(decoded.text) ? undefined : decoded;
}
