/** A published public key of badges. */
export interface PublishedKey {
  /** The key's name in tokens: the first two bytes of the SHA-256 of the raw public key, in hex. */
  readonly keyId: string;
  readonly algorithm: "Ed25519";
  /** The raw key of 32 bytes, in base64url: the `x` of a JSON Web Key (RFC 8037). */
  readonly publicKey: string;
}

/** Signs badges with a private key that it never returns. */
export interface BadgeSigner {
  /** The public key of the signing key. */
  getPublishedKey(): Promise<PublishedKey>;
  /** The Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

export interface BadgeTokenClaims {
  readonly conferenceId: string;
  /** 26 letters and digits (base32). */
  readonly registrationId: string;
  /** 1 to 65,535. */
  readonly serial: number;
}

/** The claims of a valid token, or why it is invalid. */
export type BadgeTokenVerification =
  | { readonly registrationId: string; readonly serial: number; readonly conferenceTag: string }
  | { readonly failure: "forged" | "unknown-key" };

/** The payload: version, key (2), conference (4), registration (16), serial (2). */
const tokenVersion = 1;
const payloadLength = 25;
const signatureLength = 64;
/** Three letters for each pair of bytes, two for the last byte. */
export const badgeTokenLength = ((payloadLength + signatureLength - 1) / 2) * 3 + 2;

/** Signed together with the payload, so that a signature made for another purpose is not a badge. */
const signaturePurpose = new TextEncoder().encode("palais-badge-v1");

function concatenateBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const hexByByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const toHex = (bytes: Uint8Array) => bytes.reduce((hex, byte) => hex + hexByByte[byte], "");
const parseHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const computeSha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** The name of a conference in tokens: the first four bytes of the SHA-256 of its identifier, in hex. */
export async function computeConferenceTag(conferenceId: string): Promise<string> {
  return toHex((await computeSha256(new TextEncoder().encode(conferenceId))).subarray(0, 4));
}

/** The name of a key in tokens. */
export async function computeKeyId(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex((await computeSha256(publicKey)).subarray(0, 2));
}

const base32Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** 128 bits: the last of the 26 letters holds three of them, so that its last two bits are zero. */
function encodeRegistrationId(registrationId: string): Uint8Array {
  const bits = Array.from(registrationId, (letter) => base32Alphabet.indexOf(letter).toString(2).padStart(5, "0")).join(
    "",
  );
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** Base32, five bits per letter; the last letter is filled up with zeros. */
function decodeRegistrationId(bytes: Uint8Array): string {
  let [id, value, bits] = ["", 0, 0];
  for (const byte of bytes) {
    value = ((value & 0x1f) << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) id += base32Alphabet.charAt((value >> (bits - 5)) & 0x1f);
  }
  return id + base32Alphabet.charAt((value << (5 - bits)) & 0x1f);
}

/** @throws Error for claims that do not fit into the payload, because they would decode to other claims */
async function encodeTokenPayload(keyId: string, { conferenceId, registrationId, serial }: BadgeTokenClaims) {
  if (!/^[a-z2-7]{25}[aeimquy4]$/.test(registrationId))
    throw new Error("a badge with an invalid registration identifier");
  if (!Number.isInteger(serial) || serial < 1 || serial > 0xffff) throw new Error("a badge with an invalid serial");
  const tag = parseHex(await computeConferenceTag(conferenceId));
  const serialBytes = Uint8Array.of(serial >> 8, serial & 0xff);
  return concatenateBytes(
    Uint8Array.of(tokenVersion),
    parseHex(keyId),
    tag,
    encodeRegistrationId(registrationId),
    serialBytes,
  );
}

/**
 * The token of a badge: 89 bytes in 134 letters, a QR code of version 6 at level M. Deterministic.
 * @throws Error for an invalid identifier or serial
 */
export async function signToken(signer: BadgeSigner, claims: BadgeTokenClaims): Promise<string> {
  const { keyId } = await signer.getPublishedKey();
  const payload = await encodeTokenPayload(keyId, claims);
  return encodeBase45(concatenateBytes(payload, await signer.sign(concatenateBytes(signaturePurpose, payload))));
}

/**
 * Verifies a token with the published keys alone, so that gates can verify without a network. It does not tell whether
 * the badge is still live. Two keys may have the same name; either may have signed.
 */
export async function verifyToken(keys: readonly PublishedKey[], token: string): Promise<BadgeTokenVerification> {
  const bytes = token.length === badgeTokenLength ? decodeBase45(token) : undefined;
  if (bytes?.length !== payloadLength + signatureLength || bytes[0] !== tokenVersion) return { failure: "forged" };
  const payload = bytes.slice(0, payloadLength);
  const candidates = keys.filter(({ keyId }) => keyId === toHex(payload.subarray(1, 3)));
  if (candidates.length === 0) return { failure: "unknown-key" };
  const isSigned = await Promise.all(
    candidates.map((key) => hasValidSignature(key, payload, bytes.slice(payloadLength))),
  );
  if (!isSigned.includes(true)) return { failure: "forged" };
  const serial = new DataView(payload.buffer).getUint16(23);
  return {
    registrationId: decodeRegistrationId(payload.subarray(7, 23)),
    serial,
    conferenceTag: toHex(payload.subarray(3, 7)),
  };
}

async function hasValidSignature(
  { publicKey }: PublishedKey,
  payload: Uint8Array,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify(
    "Ed25519",
    await getImportedKey(publicKey),
    signature,
    concatenateBytes(signaturePurpose, payload),
  );
}

/** A gate verifies thousands of badges with one or two keys, so imported keys are cached. */
const importedKeys = new Map<string, ReturnType<typeof importKey>>();

const importKey = (x: string) =>
  crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x }, "Ed25519", false, ["verify"]);

function getImportedKey(publicKey: string): ReturnType<typeof importKey> {
  const cached = importedKeys.get(publicKey);
  if (cached) return cached;
  if (importedKeys.size >= maxImportedKeys) importedKeys.clear();
  const key = importKey(publicKey);
  importedKeys.set(publicKey, key);
  key.catch(() => importedKeys.delete(publicKey));
  return key;
}

/** The limit of the cache. A conference has far fewer keys. */
const maxImportedKeys = 100;

/** Base45 (RFC 9285): a QR code needs five and a half bits per letter of this alphabet. */
const base45Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

const toBase45Letters = (value: number, count: number): string =>
  Array.from({ length: count }, (_, index) => base45Alphabet.charAt(Math.floor(value / 45 ** index) % 45)).join("");

export function encodeBase45(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 2) {
    const [first = 0, second] = bytes.subarray(index, index + 2);
    text += second === undefined ? toBase45Letters(first, 2) : toBase45Letters(first * 256 + second, 3);
  }
  return text;
}

/** The digit of each character code; for other characters a number that exceeds every pair and byte. */
const base45Digits = Uint32Array.from({ length: 128 }, (_, code) => {
  const digit = base45Alphabet.indexOf(String.fromCharCode(code));
  return digit < 0 ? 0x10000 : digit;
});

const getBase45Digit = (text: string, index: number): number => base45Digits[text.charCodeAt(index)] ?? 0x10000;

/** The bytes; `undefined` for a text that is not base45. Different texts decode to different bytes. */
export function decodeBase45(text: string): Uint8Array<ArrayBuffer> | undefined {
  const [pairs, rest] = [Math.floor(text.length / 3), text.length % 3];
  if (rest === 1) return undefined;
  const bytes = new Uint8Array(pairs * 2 + (rest === 2 ? 1 : 0));
  for (let pair = 0; pair < pairs; pair += 1) {
    const [first, second, third] = [
      getBase45Digit(text, pair * 3),
      getBase45Digit(text, pair * 3 + 1),
      getBase45Digit(text, pair * 3 + 2),
    ];
    const value = first + second * 45 + third * 2025;
    if (value > 0xffff) return undefined;
    bytes[pair * 2] = value >> 8;
    bytes[pair * 2 + 1] = value & 0xff;
  }
  if (rest === 0) return bytes;
  const value = getBase45Digit(text, pairs * 3) + getBase45Digit(text, pairs * 3 + 1) * 45;
  if (value > 0xff) return undefined;
  bytes[pairs * 2] = value;
  return bytes;
}
