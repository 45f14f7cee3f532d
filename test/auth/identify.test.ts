import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createOriginVerifier } from "#shared/auth/origin-verification.ts";
import { identifyCaller } from "../../functions/authorizer/identify-caller.ts";
import { startTable, type TestTable } from "../support/table.ts";

const issuer = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_palais";
const audience = "console";
const claims: JWTPayload = {
  sub: "sub-1",
  email: "ada@example.org",
  email_verified: true,
  token_use: "id",
  "cognito:groups": ["secretariat", "a-group-of-others"],
  iss: issuer,
  aud: audience,
  exp: Math.floor(Date.now() / 1_000) + 600,
  auth_time: Math.floor(Date.now() / 1_000),
  iat: Math.floor(Date.now() / 1_000),
  jti: "token-1",
};
const past = Math.floor(Date.now() / 1_000) - 600;

type Key = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
let ours: Key;
let somebodys: Key;
let whoIs: (token: string) => Promise<unknown>;

let started: TestTable;
afterAll(() => {
  vi.restoreAllMocks();
  return started.stop();
});
beforeAll(async () => {
  started = await startTable();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const pair = await generateKeyPair("RS256");
  ours = pair.privateKey;
  somebodys = (await generateKeyPair("RS256")).privateKey;
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: "1", alg: "RS256" }] });
  const authorise = identifyCaller(started.table, createOriginVerifier({}), { keys, issuer, audience });
  whoIs = async (token) => {
    const headers = { authorization: `Bearer ${token}` };
    const { context } = await authorise({ headers } as unknown as APIGatewayRequestAuthorizerEventV2);
    return JSON.parse(context.caller);
  };
});

const signed = (changed: Readonly<Record<string, unknown>> = {}, key: Key | Uint8Array = ours, header = {}) =>
  new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg: "RS256", kid: "1", ...header }).sign(key);

describe("a token of the staff", () => {
  test("says who they are, and of their groups those that Palais knows", async () => {
    const { sub: id, email } = claims;
    expect(await whoIs(await signed())).toEqual({
      kind: "staff",
      id,
      email,
      groups: ["secretariat"],
      invitations: [],
      sessionId: expect.any(String),
    });
  });

  test.each<[string, () => Promise<string> | string]>([
    ["signed by another key", () => signed({}, somebodys)],
    ["not signed", () => new UnsecuredJWT(claims).encode()],
    ["with a code by a secret", () => signed({}, new Uint8Array(32), { alg: "HS256" })],
    ["that brings its own key", () => generateKeyPair("RS256").then((pair) => ownKey(pair))],
    ["by another pool", () => signed({ iss: `${issuer}x` })],
    ["for another client", () => signed({ aud: "another" })],
    ["that is over", () => signed({ exp: past })],
    ["whose time hasn't come", () => signed({ nbf: past + 1_200 })],
    ["for access, and not of who one is", () => signed({ token_use: "access" })],
    ["that doesn't say of which sign-in it is", () => signed({ jti: "" })],
    ["that doesn't say since when", () => signed({ auth_time: undefined })],
    ["that doesn't say when it was issued", () => signed({ iat: undefined })],
    ["whose address is not verified", () => signed({ email_verified: false })],
    ["that does not say whether its address is verified", () => signed({ email_verified: undefined })],
    ["without an address", () => signed({ email: undefined })],
    ["altered after it was signed", async () => altered(await signed())],
  ])("%s identifies no caller", async (_, made) => {
    expect(await whoIs(await made())).toEqual({ kind: "anonymous", hasInvalidToken: true });
  });
});

async function ownKey({ privateKey, publicKey }: Awaited<ReturnType<typeof generateKeyPair>>): Promise<string> {
  return signed({}, privateKey, { jwk: await exportJWK(publicKey), jku: "https://example.org/keys", kid: undefined });
}

function altered(token: string): string {
  const [header, , signature] = token.split(".");
  const payload = Buffer.from(JSON.stringify({ ...claims, email: "person@example.org" })).toString("base64url");
  return [header, payload, signature].join(".");
}
