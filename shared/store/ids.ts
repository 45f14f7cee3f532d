import { createHash, randomBytes } from "node:crypto";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return bits.replace(/.{5}/g, (five) => alphabet.charAt(Number.parseInt(five, 2)));
}

/** 120 random bits as 24 letters and digits (RFC 4648 base32, lower case): nobody guesses one. */
export function newId(): string {
  return base32(randomBytes(15));
}

/** An identifier that the same words always give: 120 bits of their SHA-256. */
export function derivedId(...words: readonly string[]): string {
  return base32(digest(words).subarray(0, 15));
}

/** SHA-256 of some words as hex: for keys under which something personal or secret is found, without holding it. */
export function digestOf(...words: readonly string[]): string {
  return digest(words).toString("hex");
}

function digest(words: readonly string[]): Buffer {
  return createHash("sha256").update(JSON.stringify(words)).digest();
}
