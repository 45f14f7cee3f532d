/** Base45 (RFC 9285): what a QR code packs tightest after digits, five and a half bits a letter. */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

const letters = (value: number, count: number): string =>
  Array.from({ length: count }, (_, index) => alphabet.charAt(Math.floor(value / 45 ** index) % 45)).join("");

export function toBase45(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 2) {
    const [first = 0, second] = bytes.subarray(index, index + 2);
    text += second === undefined ? letters(first, 2) : letters(first * 256 + second, 3);
  }
  return text;
}

/** By the code of a letter its digit, or a number that no pair or single byte can reach. */
const digits = Uint32Array.from({ length: 128 }, (_, code) => {
  const digit = alphabet.indexOf(String.fromCharCode(code));
  return digit < 0 ? 0x10000 : digit;
});

const digitAt = (text: string, index: number): number => digits[text.charCodeAt(index)] ?? 0x10000;

/** The bytes; none for a text that isn't base45. Every text that is one decodes to bytes of its own. */
export function fromBase45(text: string): Uint8Array<ArrayBuffer> | undefined {
  const [pairs, rest] = [Math.floor(text.length / 3), text.length % 3];
  if (rest === 1) return undefined;
  const bytes = new Uint8Array(pairs * 2 + (rest === 2 ? 1 : 0));
  for (let pair = 0; pair < pairs; pair += 1) {
    const [first, second, third] = [digitAt(text, pair * 3), digitAt(text, pair * 3 + 1), digitAt(text, pair * 3 + 2)];
    const value = first + second * 45 + third * 2025;
    if (value > 0xffff) return undefined;
    bytes[pair * 2] = value >> 8;
    bytes[pair * 2 + 1] = value & 0xff;
  }
  if (rest === 0) return bytes;
  const value = digitAt(text, pairs * 3) + digitAt(text, pairs * 3 + 1) * 45;
  if (value > 0xff) return undefined;
  bytes[pairs * 2] = value;
  return bytes;
}
