import { describe, expect, test } from "vitest";
import { verifyToken } from "#shared/badges/token.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

let scans = 0;
const nextScan = () => {
  scans += 1;
  return `scan-${process.pid}-${scans}`;
};

const scan = (id: string, token: string, direction = "in", gate = "Gate A", scanId = nextScan()) =>
  callSystem(
    `/v1/conferences/${id}/scans`,
    asDesk({ body: { gate, direction, scans: [{ scanId, token, at: new Date().toISOString() }] } }),
  );

const readVerdict = async (answer: ReturnType<typeof scan>) => {
  const { verdict, reason } = (await answer).body.items[0] ?? {};
  return reason === undefined ? verdict : `${verdict}: ${reason}`;
};

const issueBadge = (registrationId: string, body: object = {}) =>
  callSystem(`/v1/registrations/${registrationId}/badges`, asDesk({ body }));

async function createConfirmedPerson(id: string) {
  const { body } = await postRegistration(id);
  await postDecision(body.registrationId, "approve");
  return { registrationId: body.registrationId, token: (await issueBadge(body.registrationId)).body.token };
}

describe("the gate", () => {
  test("admits a confirmed person once, and counts them while they are inside", async () => {
    const id = await createConference(2);
    const { token } = await createConfirmedPerson(id);
    const inside = () => callSystem(`/v1/conferences/${id}/headcount`, asDesk());
    expect(await readVerdict(scan(id, token))).toBe("admit");
    expect(await readVerdict(scan(id, token, "in", "Gate B"))).toBe("refuse: already-inside");
    await waitFor(waitTimeoutMs, inside, ({ body }) => body.inside === 1);
    expect(await readVerdict(scan(id, token, "out"))).toBe("admit");
    expect(await readVerdict(scan(id, token, "out"))).toBe("refuse: not-inside");
    await waitFor(waitTimeoutMs, inside, ({ body }) => body.inside === 0);
  });

  test("replays the answer for the same scan", async () => {
    const id = await createConference(1);
    const { token } = await createConfirmedPerson(id);
    const scanId = nextScan();
    const answers = [await scan(id, token, "in", "A", scanId), await scan(id, token, "in", "A", scanId)];
    expect(answers.map(({ body }) => body.items[0]?.verdict)).toEqual(["admit", "admit"]);
    expect(await readVerdict(scan(id, token))).toBe("refuse: already-inside");
  });

  test("admits once when two gates scan one badge at the same time", async () => {
    const id = await createConference(1);
    const { token } = await createConfirmedPerson(id);
    const verdicts = await Promise.all(
      Array.from({ length: 8 }, (_, gate) => readVerdict(scan(id, token, "in", `Gate ${gate}`))),
    );
    expect(verdicts.filter((each) => each === "admit").length).toBe(1);
  });

  test("refuses a forged, a foreign, a revoked and a replaced badge", async () => {
    const [id, other] = [await createConference(3), await createConference(1)];
    const { registrationId, token } = await createConfirmedPerson(id);
    const forged = token.slice(0, -3) + [...token.slice(-3)].map((c) => (c === "0" ? "1" : "0")).join("");
    expect(await readVerdict(scan(id, forged))).toBe("refuse: forged");
    expect(await readVerdict(scan(other, token))).toBe("refuse: other-conference");
    const reprinted = await issueBadge(registrationId, { reason: "left in the taxi" });
    expect(reprinted.body.serial).toBe(2);
    expect(await readVerdict(scan(id, token))).toBe("refuse: replaced");
    expect(await readVerdict(scan(id, reprinted.body.token))).toBe("admit");
    await postDecision(registrationId, "revoke");
    expect(await readVerdict(scan(id, reprinted.body.token))).toBe("refuse: revoked");
    expect((await issueBadge(registrationId)).body.code).toBe("not-confirmed");
  });

  test("records the exit of a person inside whose badge was revoked or replaced, and counts them no longer", async () => {
    const id = await createConference(2);
    const [revoked, replaced] = [await createConfirmedPerson(id), await createConfirmedPerson(id)];
    for (const { token } of [revoked, replaced]) expect(await readVerdict(scan(id, token))).toBe("admit");
    await postDecision(revoked.registrationId, "revoke");
    await issueBadge(replaced.registrationId, { reason: "wet" });
    for (const { token } of [revoked, replaced]) expect(await readVerdict(scan(id, token, "out"))).toBe("admit");
    expect((await callSystem(`/v1/conferences/${id}/headcount`, asDesk())).body.inside).toBe(0);
    expect(await readVerdict(scan(id, revoked.token))).toBe("refuse: revoked");
    expect(await readVerdict(scan(id, replaced.token))).toBe("refuse: replaced");
  });

  test("verifies a badge offline with the published key alone", async () => {
    const id = await createConference(1);
    const { registrationId, token } = await createConfirmedPerson(id);
    const { body } = await callSystem("/v1/badge-keys");
    expect(await verifyToken(body.items as never, token)).toMatchObject({ registrationId, serial: 1 });
  });

  test("treats a reprint under the same key as one reprint", async () => {
    const { registrationId } = await createConfirmedPerson(await createConference(1));
    const again = () =>
      callSystem(
        `/v1/registrations/${registrationId}/badges`,
        asDesk({ body: { reason: "wet" }, headers: { "idempotency-key": "p1" } }),
      );
    expect([(await again()).body.serial, (await again()).body.serial]).toEqual([2, 2]);
    expect((await issueBadge(registrationId)).body.serial).toBe(2);
  });

  test("accepts scans of the desk and the secretariat alone, at an existing conference", async () => {
    const body = { gate: "A", direction: "in", scans: [{ scanId: "s", token: "x", at: new Date().toISOString() }] };
    expect((await callSystem("/v1/conferences/nowhere/scans", asSecretariat({ body }))).body.code).toBe(
      "unknown-conference",
    );
    expect((await callSystem("/v1/conferences/nowhere/scans", { body })).status).toBe(401);
    const bad = { ...body, scans: [{ scanId: "s", token: "x", at: "noon" }] };
    expect((await callSystem("/v1/conferences/nowhere/scans", asDesk({ body: bad }))).body.errors[0]?.path).toBe(
      "scans.0.at",
    );
  });
});
