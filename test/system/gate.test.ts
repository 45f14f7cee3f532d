import { describe, expect, test } from "vitest";
import { verifyToken } from "#shared/badge/token.ts";
import { asDesk, asSecretariat, call, decide, newConference, patience, submit, within } from "./system.ts";

let scans = 0;
const nextScan = () => {
  scans += 1;
  return `scan-${process.pid}-${scans}`;
};

const scan = (id: string, token: string, direction = "in", gate = "Gate A", scanId = nextScan()) =>
  call(
    `/v1/conferences/${id}/scans`,
    asDesk({ body: { gate, direction, scans: [{ scanId, token, at: new Date().toISOString() }] } }),
  );

const verdict = async (answer: ReturnType<typeof scan>) => {
  const { verdict, reason } = (await answer).body.items[0] ?? {};
  return reason === undefined ? verdict : `${verdict}: ${reason}`;
};

const badge = (registrationId: string, body: object = {}) =>
  call(`/v1/registrations/${registrationId}/badges`, asDesk({ body }));

async function confirmed(id: string) {
  const { body } = await submit(id);
  await decide(body.registrationId, "approve");
  return { registrationId: body.registrationId, token: (await badge(body.registrationId)).body.token };
}

describe("the gate", () => {
  test("admits a confirmed person once, and counts them while they are inside", async () => {
    const id = await newConference(2);
    const { token } = await confirmed(id);
    const inside = () => call(`/v1/conferences/${id}/headcount`, asDesk());
    expect(await verdict(scan(id, token))).toBe("admit");
    expect(await verdict(scan(id, token, "in", "Gate B"))).toBe("refuse: already-inside");
    await within(patience, inside, ({ body }) => body.inside === 1);
    expect(await verdict(scan(id, token, "out"))).toBe("admit");
    expect(await verdict(scan(id, token, "out"))).toBe("refuse: not-inside");
    await within(patience, inside, ({ body }) => body.inside === 0);
  });

  test("gives the same scan the same answer", async () => {
    const id = await newConference(1);
    const { token } = await confirmed(id);
    const scanId = nextScan();
    const answers = [await scan(id, token, "in", "A", scanId), await scan(id, token, "in", "A", scanId)];
    expect(answers.map(({ body }) => body.items[0]?.verdict)).toEqual(["admit", "admit"]);
    expect(await verdict(scan(id, token))).toBe("refuse: already-inside");
  });

  test("two gates, one badge, the same moment: one admits", async () => {
    const id = await newConference(1);
    const { token } = await confirmed(id);
    const verdicts = await Promise.all(
      Array.from({ length: 8 }, (_, gate) => verdict(scan(id, token, "in", `Gate ${gate}`))),
    );
    expect(verdicts.filter((each) => each === "admit").length).toBe(1);
  });

  test("refuses a forged, a foreign, a revoked and a replaced badge", async () => {
    const [id, other] = [await newConference(3), await newConference(1)];
    const { registrationId, token } = await confirmed(id);
    const forged = token.slice(0, -3) + [...token.slice(-3)].map((c) => (c === "0" ? "1" : "0")).join("");
    expect(await verdict(scan(id, forged))).toBe("refuse: forged");
    expect(await verdict(scan(other, token))).toBe("refuse: other-conference");
    const reprinted = await badge(registrationId, { reason: "left in the taxi" });
    expect(reprinted.body.serial).toBe(2);
    expect(await verdict(scan(id, token))).toBe("refuse: replaced");
    expect(await verdict(scan(id, reprinted.body.token))).toBe("admit");
    await decide(registrationId, "revoke");
    expect(await verdict(scan(id, reprinted.body.token, "out"))).toBe("refuse: revoked");
    expect((await badge(registrationId)).body.code).toBe("not-confirmed");
  });

  test("a badge verifies offline with the published key alone", async () => {
    const id = await newConference(1);
    const { registrationId, token } = await confirmed(id);
    const { body } = await call("/v1/badge-keys");
    expect(await verifyToken(body.items as never, token)).toMatchObject({ registrationId, serial: 1 });
  });

  test("a reprint under the same key is one reprint", async () => {
    const { registrationId } = await confirmed(await newConference(1));
    const again = () =>
      call(
        `/v1/registrations/${registrationId}/badges`,
        asDesk({ body: { reason: "wet" }, headers: { "idempotency-key": "p1" } }),
      );
    expect([(await again()).body.serial, (await again()).body.serial]).toEqual([2, 2]);
    expect((await badge(registrationId)).body.serial).toBe(2);
  });

  test("only the desk and the secretariat scan, at a conference that exists", async () => {
    const body = { gate: "A", direction: "in", scans: [{ scanId: "s", token: "x", at: new Date().toISOString() }] };
    expect((await call("/v1/conferences/nowhere/scans", asSecretariat({ body }))).body.code).toBe("unknown-conference");
    expect((await call("/v1/conferences/nowhere/scans", { body })).status).toBe(401);
    const bad = { ...body, scans: [{ scanId: "s", token: "x", at: "noon" }] };
    expect((await call("/v1/conferences/nowhere/scans", asDesk({ body: bad }))).body.errors[0]?.path).toBe(
      "scans.0.at",
    );
  });
});
