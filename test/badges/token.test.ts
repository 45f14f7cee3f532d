import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { computeConferenceTag, decodeBase45, encodeBase45, signToken, verifyToken } from "#shared/badges/token.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { getQrVersion, renderQrPng } from "#shared/printing/qr-code.ts";
import { createTestSigner } from "../support/signer.ts";

let signer: Awaited<ReturnType<typeof createTestSigner>>;
beforeAll(async () => {
  signer = await createTestSigner();
});

const claims = { conferenceId: "idm-2015", registrationId: "abcdefghijklmnopqrstuvwxya", serial: 1 };
const forged = { failure: "forged" };

describe("a badge's token", () => {
  test("says again what was signed, with the published key alone", async () => {
    const anyClaims = fc.record({
      conferenceId: fc.constantFrom("idm-2012", "idm-2015", "idm-2017-new-york"),
      registrationId: fc.noShrink(fc.constant(0).map(createId)),
      serial: fc.integer({ min: 1, max: 65_535 }),
    });
    await fc.assert(
      fc.asyncProperty(anyClaims, async ({ conferenceId, registrationId, serial }) => {
        const token = await signToken(signer, { conferenceId, registrationId, serial });
        const said = { registrationId, serial, conferenceTag: await computeConferenceTag(conferenceId) };
        expect(await verifyToken([signer.key], token)).toEqual(said);
      }),
      { numRuns: 200 },
    );
  });

  test("is the same each time, and fits a QR code of version 6 at level M", async () => {
    const token = await signToken(signer, claims);
    expect(await signToken(signer, claims)).toBe(token);
    for (let count = 0; count < 200; count += 1) {
      const other = await signToken(signer, { ...claims, registrationId: createId(), serial: count + 1 });
      expect(getQrVersion(other)).toBe(6);
    }
    expect((await renderQrPng(token)).subarray(1, 4).toString()).toBe("PNG");
    await expect(renderQrPng("X".repeat(400))).rejects.toThrow("above 7");
  });

  test("with any one bit changed is refused", async () => {
    const bytes = decodeBase45(await signToken(signer, claims)) ?? new Uint8Array();
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Uint8Array.from(bytes, (byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(await verifyToken([signer.key], encodeBase45(altered)), `bit ${bit}`).toHaveProperty("failure");
    }
  });

  test.each([
    ["nothing", () => ""],
    ["a letter too few", (token: string) => token.slice(0, -1)],
    ["a letter too many", (token: string) => `${token}0`],
    ["two tokens", (token: string) => token + token],
    ["small letters", (token: string) => token.toLowerCase()],
    ["white space around", (token: string) => ` ${token}`],
    ["letters beyond base45", (token: string) => `${token.slice(0, -1)}é`],
    ["a JSON Web Token", () => "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."],
  ])("is refused: %s", async (_, alter) => {
    expect(await verifyToken([signer.key], alter(await signToken(signer, claims)))).toEqual(forged);
  });

  test("signed with another key is refused, also under our key's name", async () => {
    const stranger = await createTestSigner();
    const theirs = await signToken(stranger, claims);
    expect(await verifyToken([signer.key], theirs)).toEqual({ failure: "unknown-key" });
    const disguised = await signToken({ ...stranger, getPublishedKey: async () => signer.key }, claims);
    expect(await verifyToken([signer.key], disguised)).toEqual(forged);
  });

  test("verifies under its own key where two keys have the same name", async () => {
    const stranger = await createTestSigner();
    const namesake = { ...stranger.key, keyId: signer.key.keyId };
    expect(await verifyToken([namesake, signer.key], await signToken(signer, claims))).toMatchObject({ serial: 1 });
  });

  test.each([
    { serial: 0 },
    { serial: 65_536 },
    { serial: 1.5 },
    { registrationId: "abcdefghijklmnopqrstuvwxy" },
    { registrationId: "ABCDEFGHIJKLMNOPQRSTUVWXYA" },
    { registrationId: "abcdefghijklmnopqrstuvwxy1" },
    { registrationId: "abcdefghijklmnopqrstuvwxyb" },
  ])("isn't made for what would come back as another: %j", async (wrong) => {
    await expect(signToken(signer, { ...claims, ...wrong })).rejects.toThrow("a badge");
  });

  test("signed for another purpose is refused", async () => {
    const bare = { ...signer, sign: (message: Uint8Array) => signer.sign(message.subarray("palais-badge-v1".length)) };
    expect(await verifyToken([signer.key], await signToken(bare, claims))).toEqual(forged);
  });
});

describe("base45", () => {
  test("knows the examples of RFC 9285", () => {
    for (const [text, encoded] of [
      ["AB", "BB8"],
      ["Hello!!", "%69 VD92EX0"],
      ["base-45", "UJCLQE7W581"],
      ["ietf!", "QED8WEX0"],
    ] as const) {
      expect(encodeBase45(new TextEncoder().encode(text))).toBe(encoded);
      expect(new TextDecoder().decode(decodeBase45(encoded))).toBe(text);
    }
  });

  test("gives back all bytes, and takes one spelling of them only", () => {
    const roundTrip = fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
    });
    fc.assert(roundTrip);
    for (const bad of ["GGW", ":::", "::", "0", "a00"]) expect(decodeBase45(bad)).toBeUndefined();
  });
});
