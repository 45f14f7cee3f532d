import { fromBase45, toBase45 } from "./base45.ts";

/** A public key of badges, as it is published, under the name that tokens know it by. */
export interface PublishedKey {
  /** The first two bytes of the SHA-256 of the raw public key, in hex. */
  readonly keyId: string;
  readonly algorithm: "Ed25519";
  /** The raw key of 32 bytes, in base64url: the `x` of a JSON Web Key (RFC 8037). */
  readonly publicKey: string;
}

/** Who signs badges. The private key is nobody's to see. */
export interface BadgeSigner {
  publishedKey(): Promise<PublishedKey>;
  /** The Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

export interface TokenClaims {
  readonly conferenceId: string;
  /** 24 letters and digits (base32). */
  readonly registrationId: string;
  /** 1 to 65,535. */
  readonly serial: number;
}

/** What a good token says, or why it isn't one. */
export type TokenVerdict =
  | { readonly registrationId: string; readonly serial: number; readonly conferenceTag: string }
  | { readonly refused: "forged" | "unknown-key" };

/** The payload: version, key (2), conference (4), registration (15), serial (2). */
const version = 1;
const payloadLength = 24;
const signatureLength = 64;
const tokenLength = ((payloadLength + signatureLength) / 2) * 3;

/** Signed with the payload, so that no signature made for anything else is a badge. */
const purpose = new TextEncoder().encode("palais-badge-v1");

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const toHex = (bytes: Uint8Array) => bytes.reduce((hex, byte) => hex + hexOf[byte], "");
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** By what a token knows its conference: the first four bytes of the SHA-256 of its identifier, in hex. */
export async function conferenceTag(conferenceId: string): Promise<string> {
  return toHex((await sha256(new TextEncoder().encode(conferenceId))).subarray(0, 4));
}

/** By what a token knows its key. */
export async function keyIdOf(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex((await sha256(publicKey)).subarray(0, 2));
}

const base32 = "abcdefghijklmnopqrstuvwxyz234567";

function idBytes(registrationId: string): Uint8Array {
  const bits = Array.from(registrationId, (letter) => base32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** Five bits a letter. */
function idOf(bytes: Uint8Array): string {
  let [id, value, bits] = ["", 0, 0];
  for (const byte of bytes) {
    value = ((value & 0x1f) << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) id += base32.charAt((value >> (bits - 5)) & 0x1f);
  }
  return id;
}

/** @throws Error for claims that the payload has no room for: they would come back as somebody else's. */
async function payloadOf(keyId: string, { conferenceId, registrationId, serial }: TokenClaims) {
  if (!/^[a-z2-7]{24}$/.test(registrationId)) throw new Error("a badge for an identifier that is none of ours");
  if (!Number.isInteger(serial) || serial < 1 || serial > 0xffff) throw new Error("a badge without a serial");
  const tag = fromHex(await conferenceTag(conferenceId));
  const serialBytes = Uint8Array.of(serial >> 8, serial & 0xff);
  return joined(Uint8Array.of(version), fromHex(keyId), tag, idBytes(registrationId), serialBytes);
}

/**
 * The token of a badge: 88 bytes in 132 letters, a QR code of version 6 at level M. The same claims give the same token.
 * @throws Error for an identifier or a serial that no badge can have
 */
export async function signToken(signer: BadgeSigner, claims: TokenClaims): Promise<string> {
  const { keyId } = await signer.publishedKey();
  const payload = await payloadOf(keyId, claims);
  return toBase45(joined(payload, await signer.sign(joined(purpose, payload))));
}

/**
 * Checks a token with nothing but the published keys, so a gate can without a network. Whether the badge still lives is
 * another question. Two keys may have the same short name; either may have signed.
 */
export async function verifyToken(keys: readonly PublishedKey[], token: string): Promise<TokenVerdict> {
  const bytes = token.length === tokenLength ? fromBase45(token) : undefined;
  if (bytes?.length !== payloadLength + signatureLength || bytes[0] !== version) return { refused: "forged" };
  const payload = bytes.slice(0, payloadLength);
  const named = keys.filter(({ keyId }) => keyId === toHex(payload.subarray(1, 3)));
  if (named.length === 0) return { refused: "unknown-key" };
  const signed = await Promise.all(named.map((key) => isSigned(key, payload, bytes.slice(payloadLength))));
  if (!signed.includes(true)) return { refused: "forged" };
  const serial = new DataView(payload.buffer).getUint16(22);
  return { registrationId: idOf(payload.subarray(7, 22)), serial, conferenceTag: toHex(payload.subarray(3, 7)) };
}

async function isSigned(
  { publicKey }: PublishedKey,
  payload: Uint8Array,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify("Ed25519", await imported(publicKey), signature, joined(purpose, payload));
}

/** The published keys that were imported before: a gate has one or two, and reads thousands of badges with them. */
const known = new Map<string, ReturnType<typeof importKey>>();

const importKey = (x: string) =>
  crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x }, "Ed25519", false, ["verify"]);

function imported(publicKey: string): ReturnType<typeof importKey> {
  const before = known.get(publicKey);
  if (before) return before;
  if (known.size >= mostKnown) known.clear();
  const key = importKey(publicKey);
  known.set(publicKey, key);
  key.catch(() => known.delete(publicKey));
  return key;
}

/** Beyond so many keys, they aren't a conference's: nothing here may grow without end. */
const mostKnown = 100;
