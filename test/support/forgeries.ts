import { fromBase45, toBase45 } from "#shared/badge/base45.ts";
import { type BadgeSigner, conferenceTag, keyIdOf, type PublishedKey, signToken } from "#shared/badge/token.ts";

/** One kind of forgery: its name, and the tokens of that kind. */
export type Forgery = readonly [kind: string, tokens: readonly string[]];

/** What a forger has: a good token of their own and one of somebody else's, and a key of their own making. */
export interface Booty {
  readonly token: string;
  readonly registrationId: string;
  readonly conferenceId: string;
  /** Of another person at the same conference, who isn't to be impersonated. */
  readonly other: string;
  readonly published: PublishedKey;
  readonly stranger: BadgeSigner & { readonly key: PublishedKey };
}

const payloadLength = 24;
const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const bytesOf = (token: string) => fromBase45(token) ?? new Uint8Array();
const flipped = (token: string, bit: number) =>
  toBase45(bytesOf(token).map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const withBytes = (token: string, at: number, bytes: readonly number[]) =>
  toBase45(bytesOf(token).map((byte, index) => bytes[index - at] ?? byte));
const hex = (text: string) => (text.match(/../g) ?? []).map((two) => Number.parseInt(two, 16));

/** The order of the curve's group, 2^252 + 27742317777372353535851937790883648493, little-endian. */
const order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

/** Points of small order (RFC 7748, and Chalkias et al. 2020): with one of them for R or for a key, weak verifiers say yes. */
const smallOrder = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "0100000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
].map(hex);

/** S + L verifies where S isn't checked to be canonical: the same signature in a second spelling. */
function withGroupOrder(token: string): string {
  const bytes = [...bytesOf(token)];
  let carry = 0;
  const start = payloadLength + 32;
  for (let index = 0; index < 32; index += 1) {
    const sum = (bytes[start + index] ?? 0) + (order[index] ?? 0) + carry;
    bytes[start + index] = sum & 0xff;
    carry = sum >> 8;
  }
  return toBase45(Uint8Array.from(bytes));
}

/** The parts of a token, so that every bit of each is a kind of its own to the reader. */
const parts: readonly (readonly [string, number, number])[] = [
  ["the version", 0, 1],
  ["the key's name", 1, 3],
  ["the conference", 3, 7],
  ["the registration", 7, 22],
  ["the serial", 22, 24],
  ["the signature's R", 24, 56],
  ["the signature's S", 56, 88],
];

/** Tokens in every way altered that bytes and letters allow. */
function altered({ token, other }: Booty): Forgery[] {
  const bits = parts.map(
    ([name, from, to]): Forgery => [
      `each bit of ${name} flipped`,
      range(from * 8, to * 8).map((bit) => flipped(token, bit)),
    ],
  );
  const bytes = bytesOf(token);
  const spliced = (cut: number) =>
    toBase45(Uint8Array.from([...bytes.subarray(0, cut), ...bytesOf(other).subarray(cut)]));
  return [
    ...bits,
    [
      "each letter replaced by the next",
      range(0, token.length).map((at) => token.slice(0, at) + next(token[at]) + token.slice(at + 1)),
    ],
    ["each length that is too short", range(0, token.length).map((length) => token.slice(0, length))],
    ["each letter left out", range(0, token.length).map((at) => token.slice(0, at) + token.slice(at + 1))],
    ["each letter twice", range(0, token.length).map((at) => token.slice(0, at + 1) + token.slice(at))],
    [
      "each two neighbours exchanged",
      range(0, token.length - 1)
        .filter((at) => token[at] !== token[at + 1])
        .map((at) => token.slice(0, at) + token[at + 1] + token[at] + token.slice(at + 2)),
    ],
    ["somebody else's payload with one's own signature", [spliced(payloadLength)]],
    ["each cut between two good tokens", range(8, 88).map(spliced)],
    [
      "each byte set to zero",
      range(0, 88)
        .filter((at) => bytes[at] !== 0)
        .map((at) => withBytes(token, at, [0])),
    ],
    [
      "each byte set to 255",
      range(0, 88)
        .filter((at) => bytes[at] !== 255)
        .map((at) => withBytes(token, at, [255])),
    ],
    [
      "R and S exchanged",
      [toBase45(Uint8Array.from([...bytes.subarray(0, 24), ...bytes.subarray(56), ...bytes.subarray(24, 56)]))],
    ],
    [
      "the signature before the payload",
      [toBase45(Uint8Array.from([...bytes.subarray(24), ...bytes.subarray(0, 24)]))],
    ],
    ["all bytes backwards", [toBase45(bytes.toReversed())]],
    ["S above the group's order", [withGroupOrder(token)]],
    ["S of all ones", [withBytes(token, 56, Array(32).fill(255))]],
    ["S of zeros", [withBytes(token, 56, Array(32).fill(0))]],
    ["S is the group's order", [withBytes(token, 56, order)]],
    ["a signature of zeros", [withBytes(token, 24, Array(64).fill(0))]],
    ["a signature of all ones", [withBytes(token, 24, Array(64).fill(255))]],
    ["R of small order", smallOrder.map((point) => withBytes(token, 24, point))],
    [
      "R of small order and S of zeros",
      smallOrder.map((point) => withBytes(token, 24, [...point, ...Array<number>(32).fill(0)])),
    ],
    [
      "every other version",
      range(0, 256)
        .filter((version) => version !== 1)
        .map((version) => withBytes(token, 0, [version])),
    ],
    ["the next serial", [withBytes(token, 22, [0, 2])]],
    ["serial 0", [withBytes(token, 22, [0, 0])]],
    ["the last serial", [withBytes(token, 22, [255, 255])]],
    ["a registration of zeros", [withBytes(token, 7, Array(15).fill(0))]],
  ];
}

const next = (letter = "0") => letters[(letters.indexOf(letter) + 1) % letters.length];

/** Tokens that are written otherwise, or are none. */
function miswritten({ token, registrationId }: Booty): Forgery[] {
  const base64 = Buffer.from(bytesOf(token)).toString("base64url");
  const cyrillic = token.replace("A", "А").replace("B", "В").replace("C", "С").replace("E", "Е").replace("H", "Н");
  return [
    ["nothing", [""]],
    ["white space alone", [" ".repeat(token.length)]],
    ["small letters", [token.toLowerCase()]],
    ["a space before", [` ${token}`]],
    ["a space behind", [`${token} `]],
    ["a line's end", [`${token}\n`, `${token}\r\n`, `${token}\t`]],
    ["a byte order mark", [`\uFEFF${token}`]],
    [
      "a zero-width space",
      [`${token.slice(0, 60)}\u200B${token.slice(60)}`, `${token.slice(0, 60)}\u200B${token.slice(61)}`],
    ],
    ["a NUL", [`${token}\0`, `${token.slice(0, -1)}\0`]],
    [
      "full-width letters",
      [token.replaceAll(/[0-9A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
    ],
    ["Cyrillic letters that look the same", cyrillic === token ? [] : [cyrillic]],
    ["letters beyond base45", [`${token.slice(0, -1)}é`, `${token.slice(0, -1)}_`, `${token.slice(0, -1)}a`]],
    ["a triple above 65,535", [`:::${token.slice(3)}`, `GGW${token.slice(3)}`]],
    ["base64url", [base64, base64.padEnd(token.length, "A")]],
    ["hex", [Buffer.from(bytesOf(token)).toString("hex").toUpperCase()]],
    ["the token twice", [token + token]],
    ["the token inside a link", [`https://example.org/?t=${token}`]],
    ["the token in quotation marks", [`"${token}"`]],
    ["the identifier alone", [registrationId, registrationId.toUpperCase().padEnd(token.length, "0")]],
    ["a JSON Web Token without a signature", ["eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."]],
    ["JSON", [JSON.stringify({ registrationId, serial: 1 })]],
    ["all zeros", ["0".repeat(token.length)]],
    ["the highest token", ["FGW".repeat(token.length / 3)]],
    ["a path, a query, a formula", ["../../etc/passwd", "' OR 1=1 --", "=HYPERLINK(1)", "{{7*7}}"]],
    ["as much as a call may carry", ["A".repeat(600)]],
  ];
}

/** Tokens signed, but not by Palais, not for this, or not for here. */
async function signedElsewhere({ registrationId, conferenceId, published, stranger }: Booty): Promise<Forgery[]> {
  const claims = { conferenceId, registrationId, serial: 1 };
  const disguised = { ...stranger, publishedKey: async () => published };
  const purposeLength = "palais-badge-v1".length;
  const bare = { ...disguised, sign: (message: Uint8Array) => stranger.sign(message.subarray(purposeLength)) };
  const zero = new Uint8Array(32);
  const keyless = (keyId: string, signature: readonly number[]) => ({
    publishedKey: async () => ({ ...published, keyId }),
    sign: async () => Uint8Array.from(signature),
  });
  const zeroId = await keyIdOf(zero);
  return [
    ["another key, under its own name", [await signToken(stranger, claims)]],
    ["another key, under ours", [await signToken(disguised, claims)]],
    ["another key, without the purpose", [await signToken(bare, claims)]],
    [
      "another key, for each serial up to 20",
      await Promise.all(range(1, 21).map((serial) => signToken(disguised, { ...claims, serial }))),
    ],
    ["a key of zeros", [await signToken(keyless(zeroId, Array(64).fill(0)), claims)]],
    ["a key of zeros under our name", [await signToken(keyless(published.keyId, Array(64).fill(0)), claims)]],
    [
      "keys of small order",
      await Promise.all(
        smallOrder.map(async (point) =>
          signToken(keyless(await keyIdOf(Uint8Array.from(point)), [...point, ...Array<number>(32).fill(0)]), claims),
        ),
      ),
    ],
    [
      "our public key for a signature",
      [await signToken(keyless(published.keyId, [...Buffer.from(published.publicKey, "base64url"), ...zero]), claims)],
    ],
    [
      "the conference's tag from elsewhere",
      [await signToken(disguised, { ...claims, conferenceId: `${conferenceId}-2` })],
    ],
    [
      "the tag itself for a signature",
      [await signToken(keyless(published.keyId, hex((await conferenceTag(conferenceId)).repeat(16))), claims)],
    ],
  ];
}

/** More than 60 kinds of forged or altered tokens; none is the good one. */
export async function forgeries(booty: Booty): Promise<Forgery[]> {
  const all = [...altered(booty), ...miswritten(booty), ...(await signedElsewhere(booty))];
  return all
    .map(
      ([kind, tokens]): Forgery => [
        kind,
        [...new Set(tokens)].filter((each) => each !== booty.token && each !== booty.other),
      ],
    )
    .filter(([, tokens]) => tokens.length > 0);
}
