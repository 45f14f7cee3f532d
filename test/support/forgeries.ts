import {
  type BadgeSigner,
  computeConferenceTag,
  computeKeyId,
  decodeBase45,
  encodeBase45,
  type PublishedKey,
  signToken,
} from "#shared/badges/token.ts";

/** One kind of forgery: its name, and the tokens of that kind. */
export type Forgery = readonly [kind: string, tokens: readonly string[]];

/** What a forger has: a valid token of their own, one of another person, and a self-made key. */
export interface ForgerMaterial {
  readonly token: string;
  readonly registrationId: string;
  readonly conferenceId: string;
  /** Of another person at the same conference, who isn't to be impersonated. */
  readonly other: string;
  readonly published: PublishedKey;
  readonly stranger: BadgeSigner & { readonly key: PublishedKey };
}

const tokenPayloadLength = 25;
const tokenLength = 89;
const base45Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const decodeToken = (token: string) => decodeBase45(token) ?? new Uint8Array();
const flipBit = (token: string, bit: number) =>
  encodeBase45(decodeToken(token).map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const replaceBytes = (token: string, at: number, bytes: readonly number[]) =>
  encodeBase45(decodeToken(token).map((byte, index) => bytes[index - at] ?? byte));
const decodeHex = (text: string) => (text.match(/../g) ?? []).map((two) => Number.parseInt(two, 16));

/** The order of the curve's group, 2^252 + 27742317777372353535851937790883648493, little-endian. */
const groupOrder = decodeHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

/** Points of small order (RFC 7748, and Chalkias et al. 2020): with one of them for R or for a key, weak verifiers say yes. */
const smallOrderPoints = [
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
].map(decodeHex);

/** S + L verifies where S isn't checked to be canonical: the same signature in a second spelling. */
function addGroupOrder(token: string): string {
  const bytes = [...decodeToken(token)];
  let carry = 0;
  const start = tokenPayloadLength + 32;
  for (let index = 0; index < 32; index += 1) {
    const sum = (bytes[start + index] ?? 0) + (groupOrder[index] ?? 0) + carry;
    bytes[start + index] = sum & 0xff;
    carry = sum >> 8;
  }
  return encodeBase45(Uint8Array.from(bytes));
}

/** The parts of a token, so that every bit of each is a kind of its own to the reader. */
const tokenParts: readonly (readonly [string, number, number])[] = [
  ["the version", 0, 1],
  ["the key's name", 1, 3],
  ["the conference", 3, 7],
  ["the registration", 7, 23],
  ["the serial", 23, 25],
  ["the signature's R", 25, 57],
  ["the signature's S", 57, 89],
];

/** Tokens in every way altered that bytes and letters allow. */
function listAlteredTokens({ token, other }: ForgerMaterial): Forgery[] {
  const bits = tokenParts.map(
    ([name, from, to]): Forgery => [
      `each bit of ${name} flipped`,
      range(from * 8, to * 8).map((bit) => flipBit(token, bit)),
    ],
  );
  const bytes = decodeToken(token);
  const spliced = (cut: number) =>
    encodeBase45(Uint8Array.from([...bytes.subarray(0, cut), ...decodeToken(other).subarray(cut)]));
  return [
    ...bits,
    [
      "each letter replaced by the next",
      range(0, token.length).map((at) => token.slice(0, at) + getNextLetter(token[at]) + token.slice(at + 1)),
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
    ["another person's payload with one's own signature", [spliced(tokenPayloadLength)]],
    ["each cut between two good tokens", range(8, tokenLength).map(spliced)],
    [
      "each byte set to zero",
      range(0, tokenLength)
        .filter((at) => bytes[at] !== 0)
        .map((at) => replaceBytes(token, at, [0])),
    ],
    [
      "each byte set to 255",
      range(0, tokenLength)
        .filter((at) => bytes[at] !== 255)
        .map((at) => replaceBytes(token, at, [255])),
    ],
    [
      "R and S exchanged",
      [encodeBase45(Uint8Array.from([...bytes.subarray(0, 25), ...bytes.subarray(57), ...bytes.subarray(25, 57)]))],
    ],
    [
      "the signature before the payload",
      [encodeBase45(Uint8Array.from([...bytes.subarray(25), ...bytes.subarray(0, 25)]))],
    ],
    ["all bytes backwards", [encodeBase45(bytes.toReversed())]],
    ["S above the group's order", [addGroupOrder(token)]],
    ["S of all ones", [replaceBytes(token, 57, Array(32).fill(255))]],
    ["S of zeros", [replaceBytes(token, 57, Array(32).fill(0))]],
    ["S is the group's order", [replaceBytes(token, 57, groupOrder)]],
    ["a signature of zeros", [replaceBytes(token, 25, Array(64).fill(0))]],
    ["a signature of all ones", [replaceBytes(token, 25, Array(64).fill(255))]],
    ["R of small order", smallOrderPoints.map((point) => replaceBytes(token, 25, point))],
    [
      "R of small order and S of zeros",
      smallOrderPoints.map((point) => replaceBytes(token, 25, [...point, ...Array<number>(32).fill(0)])),
    ],
    [
      "every other version",
      range(0, 256)
        .filter((version) => version !== 1)
        .map((version) => replaceBytes(token, 0, [version])),
    ],
    ["the next serial", [replaceBytes(token, 22, [0, 2])]],
    ["serial 0", [replaceBytes(token, 22, [0, 0])]],
    ["the last serial", [replaceBytes(token, 22, [255, 255])]],
    ["a registration of zeros", [replaceBytes(token, 7, Array(15).fill(0))]],
  ];
}

const getNextLetter = (letter = "0") => base45Letters[(base45Letters.indexOf(letter) + 1) % base45Letters.length];

/** Tokens that are written otherwise, or are none. */
function listMiswrittenTokens({ token, registrationId }: ForgerMaterial): Forgery[] {
  const base64 = Buffer.from(decodeToken(token)).toString("base64url");
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
    ["hex", [Buffer.from(decodeToken(token)).toString("hex").toUpperCase()]],
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
async function listForeignTokens({
  registrationId,
  conferenceId,
  published,
  stranger,
}: ForgerMaterial): Promise<Forgery[]> {
  const claims = { conferenceId, registrationId, serial: 1 };
  const disguised = { ...stranger, getPublishedKey: async () => published };
  const purposeLength = "palais-badge-v1".length;
  const bare = { ...disguised, sign: (message: Uint8Array) => stranger.sign(message.subarray(purposeLength)) };
  const zero = new Uint8Array(32);
  const keyless = (keyId: string, signature: readonly number[]) => ({
    getPublishedKey: async () => ({ ...published, keyId }),
    sign: async () => Uint8Array.from(signature),
  });
  const zeroId = await computeKeyId(zero);
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
        smallOrderPoints.map(async (point) =>
          signToken(
            keyless(await computeKeyId(Uint8Array.from(point)), [...point, ...Array<number>(32).fill(0)]),
            claims,
          ),
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
      [
        await signToken(
          keyless(published.keyId, decodeHex((await computeConferenceTag(conferenceId)).repeat(16))),
          claims,
        ),
      ],
    ],
  ];
}

/** More than 60 kinds of forged or altered tokens; none is the good one. */
export async function buildForgeries(booty: ForgerMaterial): Promise<Forgery[]> {
  const all = [...listAlteredTokens(booty), ...listMiswrittenTokens(booty), ...(await listForeignTokens(booty))];
  return all
    .map(
      ([kind, tokens]): Forgery => [
        kind,
        [...new Set(tokens)].filter((each) => each !== booty.token && each !== booty.other),
      ],
    )
    .filter(([, tokens]) => tokens.length > 0);
}
