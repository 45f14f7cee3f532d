import { Buffer } from "node:buffer";

/** The header fields that RFC 5322 allows once, and those that each email of Palais must have. */
const singleFields = ["date", "from", "to", "subject", "message-id", "in-reply-to", "references", "mime-version"];
const requiredFields = ["date", "from", "to", "subject", "message-id", "mime-version", "content-type"];

/** RFC 5322, 2.1.1: characters of a line without its CRLF. */
const maxLineLength = 998;

/** RFC 5322, 3.3, without obsolete forms. */
const datePattern =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/;
const messageIdPattern = /^<[^\s<>@]+@[^\s<>@]+>$/;

/** A part of an email: its header fields by lower-case name, unfolded, and its body. */
interface MimePart {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

/**
 * What an email violates in RFC 5322 and in RFC 2045 to 2047, each in one sentence; empty for a correct one. Parsers
 * forgive most of this, and so would a test that only parses.
 */
export function listEmailFaults(raw: Uint8Array): string[] {
  // One character per byte.
  const text = Buffer.from(raw).toString("latin1");
  const lines = text.split("\r\n");
  const faults = [
    ...(/(?<!\r)\n|\r(?!\n)/.test(text) ? ["a line ends with a bare CR or LF"] : []),
    ...(/[^\t\r\n -~]/.test(text) ? ["a byte is neither printable US-ASCII nor white space"] : []),
    ...(lines.some(({ length }) => length > maxLineLength) ? ["a line has more than 998 characters"] : []),
    ...(lines.at(-1) === "" ? [] : ["the last line does not end"]),
  ];
  const part = parsePart(text, faults);
  checkFields(part, faults);
  checkBody(part, faults);
  return faults;
}

function checkFields(part: MimePart, faults: string[]): void {
  for (const name of requiredFields) if (!part.fields.has(name)) faults.push(`the field ${name} is missing`);
  for (const name of singleFields)
    if ((part.fields.get(name)?.length ?? 0) > 1) faults.push(`the field ${name} occurs twice`);
  if (!datePattern.test(getField(part, "date"))) faults.push("the date is malformed");
  for (const name of ["message-id", "in-reply-to", "references"])
    if (part.fields.has(name) && !messageIdPattern.test(getField(part, name))) faults.push(`${name} is malformed`);
}

/** @throws Error with all faults */
export function assertStrictEmail(raw: Uint8Array): void {
  const faults = listEmailFaults(raw);
  if (faults.length > 0) throw new Error(`an email violates the standards: ${faults.join("; ")}`);
}

const getField = ({ fields }: MimePart, name: string): string => fields.get(name)?.[0] ?? "";

function parsePart(text: string, faults: string[]): MimePart {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) faults.push("no empty line ends the header");
  const head = end < 0 ? text : text.slice(0, end);
  checkHeaderLines(head.split("\r\n"), faults);
  const unfolded = head.replaceAll(/\r\n(?=[ \t])/g, "").split("\r\n");
  const fields = new Map<string, string[]>();
  for (const line of unfolded) {
    const [, name = "", value = ""] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (name === "") faults.push("a header line is no field");
    fields.set(name.toLowerCase(), [...(fields.get(name.toLowerCase()) ?? []), value.trim()]);
  }
  return { fields, body: end < 0 ? "" : text.slice(end + 4) };
}

function checkHeaderLines(lines: readonly string[], faults: string[]): void {
  for (const line of lines) {
    if (/^[ \t]+$/.test(line)) faults.push("a folded header line has white space only");
    const words = line.match(/=\?[^?\s]*\?[^?\s]*\?[^?\s]*\?=/g) ?? [];
    // RFC 2047, 2: a word has at most 75 characters, and a line that contains one at most 76.
    if (words.some(({ length }) => length > 75)) faults.push("an encoded word has more than 75 characters");
    if (words.some((word) => !/^=\?utf-8\?[qb]\?/i.test(word) || !isWordDecodable(word)))
      faults.push("an encoded word is malformed");
  }
}

function isWordDecodable(word: string): boolean {
  const [, , encoding = "", text = ""] = word.split("?");
  const bytes =
    encoding.toLowerCase() === "b"
      ? Buffer.from(text, "base64")
      : Buffer.from(
          text.replaceAll("_", " ").replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
          "latin1",
        );
  return isUtf8(bytes);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function checkBody(part: MimePart, faults: string[]): void {
  const type = getField(part, "content-type");
  if (/^multipart\//i.test(type)) {
    checkParts(part.body, /boundary="?([^";]+)"?/i.exec(type)?.[1], faults);
    return;
  }
  const encoding = getField(part, "content-transfer-encoding").toLowerCase();
  const content = decodeBody(part.body, encoding, faults);
  if (!/^text\//i.test(type)) return;
  if (!/charset="?utf-8"?/i.test(type) || !isUtf8(content)) faults.push(`${type} is not UTF-8`);
  // RFC 2046, 4.1.1: the canonical form of a text ends its lines with CRLF, whatever encodes it.
  if (/(?<!\r)\n|\r(?!\n)/.test(content.toString("latin1"))) faults.push(`${type} has a bare CR or LF inside`);
}

function checkParts(body: string, boundary: string | undefined, faults: string[]): void {
  if (boundary === undefined) {
    faults.push("a multipart without a boundary");
    return;
  }
  const [inside, ...after] = `\r\n${body}`.split(`\r\n--${boundary}--`);
  if (after.length !== 1) faults.push("a multipart is not closed once");
  const [, ...parts] = (inside ?? "").split(`\r\n--${boundary}\r\n`);
  if (parts.length === 0) faults.push("a multipart without parts");
  for (const each of parts) checkBody(parsePart(each, faults), faults);
}

function decodeBody(body: string, encoding: string, faults: string[]): Buffer {
  const lines = body.split("\r\n");
  if (lines.some(({ length }) => length > 76) && encoding !== "7bit") faults.push(`a ${encoding} line is too long`);
  if (encoding === "base64") {
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(lines.join("")))
      faults.push("malformed base64");
    return Buffer.from(body, "base64");
  }
  if (encoding === "quoted-printable") {
    if (lines.some((line) => /[ \t]$/.test(line) || !/^(?:[!-<>-~ \t]|=[0-9A-F]{2})*=?$/.test(line)))
      faults.push("malformed quoted-printable");
    const joined = body.replaceAll(/=\r\n/g, "");
    return Buffer.from(
      joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
      "latin1",
    );
  }
  if (encoding !== "7bit" && encoding !== "") faults.push(`the unknown encoding ${encoding}`);
  return Buffer.from(body, "latin1");
}
