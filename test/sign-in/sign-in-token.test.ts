import { afterAll, beforeAll, expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { createSignInToken, verifySignInToken } from "#shared/sign-in/sign-in-token.ts";
import { startTestKms } from "../support/kms.ts";

let kms: Awaited<ReturnType<typeof startTestKms>>;
beforeAll(async () => {
  kms = await startTestKms();
});
afterAll(() => kms.stop());

const make = (linkId: string, key = "link") => createSignInToken(kms.client, key, linkId);
const read = (token: string) => verifySignInToken(kms.client, "link", token);

test("a token leads to the link that it was made for, and fits an address's fragment as it is", async () => {
  for (const linkId of Array.from({ length: 20 }, createId)) {
    const token = await make(linkId);
    expect(token).toMatch(/^[a-z2-7]{26}\.[\w-]{43}$/);
    expect(await read(token)).toBe(linkId);
  }
});

test("no token opens another link, and none of another key opens any", async () => {
  const [linkId, other] = [createId(), createId()];
  const [, mac] = (await make(linkId)).split(".");
  expect(await read(`${other}.${mac}`)).toBeUndefined();
  expect(await read(await make(linkId, "other-link"))).toBeUndefined();
});

test("any change of the code is refused, also one that decodes to the same bytes", async () => {
  const token = await make(createId());
  for (const at of [0, 10, 24, 25, 40, 66, 67]) {
    const changed = token.slice(0, at) + (token[at] === "b" ? "c" : "b") + token.slice(at + 1);
    expect(await read(changed), changed).toBeUndefined();
  }
  const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const sibling = last[last.indexOf(token.at(-1) ?? "") ^ 1];
  expect(Buffer.from(`${token.slice(27, -1)}${sibling}`, "base64url")).toEqual(
    Buffer.from(token.slice(27), "base64url"),
  );
  expect(await read(`${token.slice(0, -1)}${sibling}`)).toBeUndefined();
});

test.each(["", ".", "x", "a".repeat(26), `${"A".repeat(26)}.${"A".repeat(43)}`, "a".repeat(10_000), "a.b.c", "\n"])(
  "what can't be a token isn't shown to KMS: %j",
  async (text) => {
    const unreachable = { send: () => expect.unreachable() } as never;
    expect(await verifySignInToken(unreachable, "link", text)).toBeUndefined();
  },
);

test("that KMS doesn't answer is no refusal of the token", async () => {
  const token = await make(createId());
  await expect(verifySignInToken(kms.client, "no-such-key", token)).rejects.toMatchObject({
    name: "NotFoundException",
  });
});
