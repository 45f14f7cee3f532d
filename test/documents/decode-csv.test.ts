import { expect, test } from "vitest";
import { decodeCsv } from "../../functions/document-inspect/inspect/decode-csv.ts";

/** The bytes of a text in an encoding of one or two bytes per character, found by decoding all of them. */
function encodeText(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const single = Array.from({ length: 256 }, (_, byte) => [byte]);
  const pairs = Array.from({ length: 126 * 94 }, (_, index) => [0x81 + Math.floor(index / 94), 0xa1 + (index % 94)]);
  const codes = encoding === "gb18030" ? [...pairs, ...single] : single;
  const bytes = new Map(codes.map((each) => [decoder.decode(new Uint8Array(each)), each]));
  return Uint8Array.from([...text].flatMap((character) => bytes.get(character) ?? []));
}

const french = "Nom;Prénom;Courriel;Pays;Langue\r\nDiallo;Aïssatou;a@example.org;Sénégal;Français\r\n";
const spanish =
  "Apellidos;Nombre;Correo;País\r\nNúñez;Ángel;a@example.org;Perú\r\nO’Neil;José;b@example.org;España\r\n";
const russian = "Фамилия;Имя;Эл. почта;Страна\r\nИванова;Анна;a@example.org;Российская Федерация\r\n";
const arabic = "اسم العائلة;الاسم الأول;البريد;البلد\r\nالزهراء;فاطمة;f@example.org;مصر\r\n";
const chinese = "姓,名,电子邮件地址,国籍\r\n王,伟,w@example.org,中国\r\n";
const swap = (bytes: Buffer) => Buffer.from(bytes).swap16();
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");

test.each([french, spanish, russian, arabic, chinese])("%j is read in UTF-8 and in UTF-16", (text) => {
  for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), utf16(text), swap(utf16(text))])
    expect(decodeCsv(new Uint8Array(bytes)).text).toBe(text);
});

test.each([
  [french, "windows-1252"],
  [spanish, "windows-1252"],
  ["Name,E-mail\nJosé,a@example.org\n", "windows-1252"],
  ["NOM;FONCTION\r\nDIALLO;CHARGÉE D’ÉTUDES (10 €)\r\n", "windows-1252"],
  [russian, "windows-1251"],
  [russian, "koi8-r"],
  [russian, "iso-8859-5"],
  [arabic, "windows-1256"],
  [arabic, "iso-8859-6"],
  [chinese, "gb18030"],
])("%j is read in %s", (text, encoding) => {
  expect(decodeCsv(encodeText(text, encoding)).text).toBe(text);
});

test("a long file is read in the encoding of its first words beyond ASCII, however far below they stand", () => {
  const text = `${"Smith;John;j@example.org;Kenya\r\n".repeat(3_000)}${russian.repeat(20)}`;
  expect(decodeCsv(encodeText(text, "windows-1251")).text).toBe(text);
});

test.each([
  ["Nazwisko;Imię\r\nWałęsa;Józef\r\n", "windows-1250"],
  ["Soyadı;Adı\r\nYıldız;Gülşah\r\n", "windows-1254"],
  ["Nom;Prénom\r\nDiallo;Aïssatou\r\n", "macintosh"],
])("%j in %s is refused, because its letters would be read as others", (text, encoding) => {
  expect(() => decodeCsv(encodeText(text, encoding))).toThrow("wrong-encoding");
});

test.each([
  ["UTF-16 without a byte order mark", Buffer.from(french, "utf16le")],
  ["UTF-16 with half a character", utf16(french).subarray(0, -1)],
  ["a control character", Buffer.from("Nom;\u0007\n")],
])("%s is refused", (_, bytes) => {
  expect(() => decodeCsv(new Uint8Array(bytes))).toThrow("wrong-encoding");
});
