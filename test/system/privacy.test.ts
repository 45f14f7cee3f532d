import { expect, test } from "vitest";
import { audit } from "#shared/store/audit/audit.ts";
import { recount } from "#shared/store/recount.ts";
import { table } from "./authorisation/tokens.ts";
import { canaries, inTable, objectsOf, plant } from "./canaries.ts";
import { readOnce, said } from "./gate-desk.ts";
import { finds } from "./people.ts";
import { asSecretariat, call, newConference, patience, read, submit, venue, within } from "./system.ts";

/**
 * Every kind of row in which a registration's identifier stands, whether it names somebody or not. A new one makes this
 * fail, until somebody has decided where a person's own data tells it and what erasure makes of it.
 */
const kindsTold = [
  ...["ALIKE", "DOCUMENT", "GATE BADGE", "GATE INSIDE", "GATE PASSAGE", "GATE PRINT", "JOURNAL", "LETTER", "LINK"],
  ...["PERSON", "REGISTRATION COUNTED", "REGISTRATION FOUND", "REGISTRATION PROPOSALS", "REGISTRATION REGISTRATION"],
  ...["SCAN", "SESSION", "WORD"],
];

/** What of them stays: identifiers and times that name nobody. */
const kindsLeft = [
  ...["GATE BADGE", "GATE INSIDE", "GATE PASSAGE", "JOURNAL", "LETTER", "LINK", "REGISTRATION REGISTRATION"],
  ...["SCAN", "SESSION"],
];

/** The kinds of rows by their keys; of those that lie beside each other, each by its own. */
function kindsOf(rows: readonly string[]): string[] {
  const kinds = rows.map((key) => {
    const [PK = "", SK = ""] = key.split(" ").map((each) => each.split("#")[0] ?? "");
    return PK === "GATE" || PK === "REGISTRATION" ? `${PK} ${SK}` : PK;
  });
  return [...new Set(kinds)].toSorted();
}

/** The version of the list of participants that was kept, as it is given out now. */
async function keptList(conferenceId: string): Promise<string> {
  const path = `/v1/conferences/${conferenceId}/participants.json?version=1`;
  const { body } = await call(path, { ...asSecretariat(), redirect: "manual" });
  return (await fetch((body as unknown as { readonly url: string }).url)).text();
}

const lettersIn = ({ body }: { readonly body: unknown }) =>
  (body as { readonly visaLetters: readonly { readonly letterId: string; readonly state: string }[] }).visaLetters;

test("a person's own data is everything that the table holds of them", async () => {
  const id = await newConference(5);
  const words = canaries();
  const { registrationId, token, ...files } = await plant(id, words);
  const own = await call(`/v1/registrations/${registrationId}/data`, { token });
  expect(own.status).toBe(200);
  const text = JSON.stringify(own.body);
  const fields = ["honorific", "given", "family", "badge", "address", "organization", "corrected", "accessibility"];
  const reasons = ["diet", "opening", "return", "proposal"];
  for (const field of [...fields, ...reasons]) expect(text).toContain(words.of(field));
  expect(text).toContain(words.birthDate);
  expect(own.body).toMatchObject({
    noted: { passportDigest: expect.any(String), foundBy: expect.arrayContaining([words.of("family")]), actsFor: [] },
    scans: [{ direction: expect.any(String), gate: "Gate A" }, { gate: "Gate A" }],
    presences: [{ place: "venue", inside: false }],
    proposals: [{ decision: "revoke" }],
    print: { serial: 1, printedAt: expect.any(String), collectedAt: expect.any(String) },
    visaLetters: [
      { number: 1, issuedAt: expect.any(String), state: "revoked", letterId: expect.any(String) },
      { number: 2, issuedAt: expect.any(String), state: "valid", language: "fr", letterId: expect.any(String) },
    ],
  });
  for (const { letterId, state } of lettersIn(own))
    expect((await call(`/v1/letters/${letterId}`)).body.state).toBe(state);
  const { documents, mails } = own.body as unknown as {
    documents: { documentId: string; url: string; openings: object[] }[];
    mails: { kind: string }[];
  };
  expect(documents.map(({ documentId }) => documentId).toSorted()).toEqual(
    [files.photo, files.passport, files.olderPassport].toSorted(),
  );
  expect(documents.find(({ documentId }) => documentId === files.passport)?.openings).toHaveLength(1);
  const opened = await fetch(documents[0]?.url ?? "");
  expect([opened.status, (await opened.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
  expect(mails.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["received", "sign-in", "returned", "approved"]),
  );
  // Whatever of them lies anywhere was said: nothing in the table names them that the answer doesn't.
  const about = /REGISTRATION#|DOCUMENT#|JOURNAL#|WORD#|GATE#/;
  expect((await inTable(words.mark)).filter((key) => !about.test(key))).toEqual([]);
  expect(kindsOf(await inTable(registrationId))).toEqual(kindsTold);
});

test("staff take it only for a name that they may read, and that they did is kept", async () => {
  const id = await newConference(5);
  const { registrationId } = await plant(id, canaries());
  const path = `/v1/registrations/${registrationId}`;
  const taken = await call(`${path}/data`, asSecretariat());
  expect(taken.status).toBe(200);
  expect((taken.body as unknown as { documents: { url?: string }[] }).documents.map(({ url }) => url)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const kept = await call(`${path}/openings`, asSecretariat());
  expect(kept.body.items.map(({ reason }) => reason)).toEqual(["own-data"]);
  const body = { alias: { nameOnBadge: "Speaker Nine" }, readers: ["reviewer@palais.local"] };
  await call(`${path}/protection`, asSecretariat({ method: "PUT", body }));
  expect((await call(`${path}/data`, asSecretariat())).body.code).toBe("name-protected");
});

test("whoever asks to be erased is nowhere, the seat is free, the badge is dead, and the history still proves itself", async () => {
  const id = await newConference(5);
  const words = canaries();
  const { registrationId, token, badge, bucket, ...files } = await plant(id, words);
  await within(
    patience,
    () => recount(table(), id),
    ({ notYetCounted }) => notYetCounted === 0,
  );
  const path = `/v1/registrations/${registrationId}`;
  const letters = lettersIn(await call(`${path}/data`, { token }));
  expect(letters).toHaveLength(2);
  expect(await keptList(id)).toContain(words.mark);
  const erased = await call(path, { method: "DELETE", token });
  expect([erased.status, erased.body]).toEqual([
    200,
    {
      registrationId,
      erasure: {
        begunAt: expect.any(String),
        because: "at-their-request",
        doneAt: expect.any(String),
        traces: {
          entries: expect.any(Number),
          documents: 3,
          openings: 1,
          proposals: 1,
          lists: 1,
          suppressions: 0,
          prints: 1,
        },
      },
    },
  ]);
  for (const each of [words.mark, words.birthDate]) expect(await inTable(each)).toEqual([]);
  expect(await keptList(id)).not.toContain(words.mark);
  expect((await objectsOf(bucket)).filter((key) => Object.values(files).some((each) => key.endsWith(each)))).toEqual(
    [],
  );
  for (const { letterId } of letters) expect((await call(`/v1/letters/${letterId}`)).body.state).toBe("revoked");
  expect((await read(registrationId)).body).toMatchObject({ accreditation: "withdrawn", seat: "none" });
  expect(await venue(id)).toMatchObject({ taken: 0 });
  expect(said(await readOnce(id, badge))).toBe("withdrawn");
  await finds(id, words.of("family"), []);
  const after = await within(
    patience,
    async () => ({ proof: await recount(table(), id), books: await audit(table(), id, Date.now()) }),
    ({ proof, books }) => proof.notYetCounted === 0 && books.onTheWay === 0,
  );
  expect([after.proof.differences, after.books.differences]).toEqual([[], []]);
  expect(after.books.erased).toBeGreaterThan(4);
  expect(kindsOf(await inTable(registrationId))).toEqual(kindsLeft);
  const statistics = await call(`/v1/conferences/${id}/statistics`, asSecretariat());
  expect(statistics.body).toMatchObject({ country: [{ value: "FJI", registrations: 1, seated: 0 }] });
});

test("the receipt is what is left: asked again it is the same, and nothing brings the person back", async () => {
  const id = await newConference(5);
  const words = canaries();
  const { registrationId, token } = await plant(id, words);
  const path = `/v1/registrations/${registrationId}`;
  const first = await call(path, { method: "DELETE", token });
  const again = await call(`${path}?because=ordered-by-law`, asSecretariat({ method: "DELETE" }));
  expect([again.status, again.body]).toEqual([200, first.body]);
  const own = await call(`${path}/data`, { token });
  expect(own.body).toMatchObject({
    erasure: { doneAt: expect.any(String) },
    documents: [],
    history: expect.any(Array),
  });
  const { version } = (await read(registrationId)).body;
  const amend = { method: "PATCH", body: { organization: "Anew" }, headers: { "if-match": `${version}` } };
  const body = { decision: "reopen", reason: "because" };
  const tries = [
    await call(path, asSecretariat(amend)),
    await call(`${path}/decisions`, asSecretariat({ body })),
    await call(`${path}/withdrawal`, { token, body: {} }),
    await call(`${path}/access`, asSecretariat({ method: "PUT", body: { days: [] } })),
    await call(`${path}/documents`, { token, body: { kind: "photo", contentType: "image/jpeg", size: 1_000 } }),
  ];
  for (const { status } of tries) expect(status).toBeGreaterThanOrEqual(409);
  expect((await call(path, asSecretariat({ method: "DELETE" }))).body.errors[0]?.path).toBe("?because");
  // The address is free again: whoever was erased may register like anybody.
  expect((await submit(id, {}, { email: words.address })).status).toBe(201);
});
