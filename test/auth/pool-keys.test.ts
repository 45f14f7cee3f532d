import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createTokenIssuer, verifyStaffToken } from "#shared/auth/staff-token.ts";

type Answer = "keys" | "cut" | "500" | "no-json" | "other-key";

let pool: Server;
let address: string;
let token: string;
let answers: Answer[];
let requests: number;

beforeAll(async () => {
  const [pair, other] = [await generateKeyPair("RS256"), await generateKeyPair("RS256")];
  const toKeys = async (key: typeof pair.publicKey, kid: string) =>
    JSON.stringify({ keys: [{ ...(await exportJWK(key)), kid, alg: "RS256", use: "sig" }] });
  const bodies = { keys: await toKeys(pair.publicKey, "1"), "other-key": await toKeys(other.publicKey, "2") };
  pool = createServer((request, response) => {
    requests += 1;
    const answer = answers.shift() ?? "keys";
    if (answer === "cut") request.socket.destroy();
    else if (answer === "500") response.writeHead(500).end("{}");
    else response.writeHead(200).end(answer === "no-json" ? "<html>" : bodies[answer]);
  });
  await new Promise<void>((resolve) => pool.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(pool.address() as AddressInfo).port}`;
  const claims = {
    email: "officer@example.org",
    email_verified: true,
    token_use: "id",
    "cognito:groups": ["secretariat"],
    auth_time: Math.floor(Date.now() / 1_000),
    jti: "a-token",
    origin_jti: "a-sign-in",
  };
  token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: "1" })
    .setSubject("officer")
    .setIssuer(address)
    .setAudience("palais")
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(pair.privateKey);
});
afterAll(() => {
  pool.closeAllConnections();
  pool.close();
});
beforeEach(() => {
  requests = 0;
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  return () => vi.restoreAllMocks();
});

const verify = (given: Answer[]) => {
  answers = given;
  return verifyStaffToken(createTokenIssuer({ TOKEN_ISSUER: address, TOKEN_AUDIENCE: "palais" }), token);
};

test.each<{ faults: Answer[] }>([{ faults: ["cut"] }, { faults: ["500", "no-json"] }, { faults: ["cut", "500"] }])(
  "a valid token is accepted when loading the keys fails first ($faults)",
  async ({ faults }) => {
    await expect(verify([...faults])).resolves.toMatchObject({ id: "officer" });
    expect(requests).toBe(faults.length + 1);
  },
);

test.each<Answer>(["cut", "500", "no-json"])(
  "a valid token is not rejected when the keys can't be loaded (%s): the request fails, after three attempts",
  async (fault) => {
    await expect(verify([fault, fault, fault])).rejects.toThrow("the keys of the user pool");
    expect(requests).toBe(3);
  },
);

test("a token of a key that the pool does not have is rejected at once", async () => {
  await expect(verify(["other-key"])).resolves.toBeUndefined();
  expect(requests).toBe(1);
});
