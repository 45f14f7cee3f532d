import { expect, test } from "vitest";
import { auditConference } from "../../cli/audit/load-audit.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { openSystemTable } from "./authorization/tokens.ts";
import { waitUntilAtRest } from "./support/at-rest.ts";
import { createCanaries, findInTable, listBucketKeys, panelSession, plantPerson } from "./support/canaries.ts";
import { getReasonOrVerdict, scanOnline } from "./support/gate-desk.ts";
import { waitForSearchResult } from "./support/people.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  postRegistration,
  readVenuePool,
} from "./support/system.ts";

/**
 * Every kind of row that contains a registration's identifier. A new kind makes the test fail until it is decided
 * whether the person's own data includes it and what an erasure does with it.
 */
const kindsInOwnData = [
  "ANNOTATED",
  "DELEGATE-SESSION",
  "DOCUMENT",
  "FEED",
  "GATE BADGE",
  "GATE PRESENCE",
  "GATE PRINT",
  "GATE SCAN-EVENT",
  "JOURNAL",
  "MATCH",
  "PERSON",
  "PROGRAMME",
  "REGISTRATION ACCESS",
  "REGISTRATION ANNOTATION",
  "REGISTRATION ANNOTATIONS",
  "REGISTRATION CHANGE",
  "REGISTRATION COUNT_MARKER",
  "REGISTRATION PASSPORT",
  "REGISTRATION PROPOSALS",
  "REGISTRATION REGISTRATION",
  "REGISTRATION SEARCH",
  "SCAN",
  "SIGN-IN-LINK",
  "TERM",
  "VISA-LETTER",
];

/** The kinds that remain after an erasure: identifiers and times without a name. */
const kindsAfterErasure = [
  "DELEGATE-SESSION",
  "FEED",
  "GATE BADGE",
  "GATE PRESENCE",
  "GATE SCAN-EVENT",
  "JOURNAL",
  "REGISTRATION ACCESS",
  "REGISTRATION REGISTRATION",
  "SCAN",
  "SIGN-IN-LINK",
  "VISA-LETTER",
];

/** The kinds of rows by their keys; rows of one partition are distinguished by their sort key. */
function listKinds(rows: readonly string[]): string[] {
  const kinds = rows.map((key) => {
    const [PK = "", SK = ""] = key.split(" ").map((each) => each.split("#")[0] ?? "");
    return PK === "GATE" || PK === "REGISTRATION" ? `${PK} ${SK}` : PK;
  });
  return [...new Set(kinds)].toSorted();
}

/** The stored version of the list of participants, as it is returned now. */
async function readStoredList(conferenceId: string): Promise<string> {
  const path = `/v1/conferences/${conferenceId}/participants.json?version=1`;
  const { body } = await callSystem(path, { ...asSecretariat(), redirect: "manual" });
  return (await fetch((body as unknown as { readonly url: string }).url)).text();
}

const getLetters = ({ body }: { readonly body: unknown }) =>
  (body as { readonly visaLetters: readonly { readonly letterId: string; readonly state: string }[] }).visaLetters;

test("a person's own data contains everything about them in the table", async () => {
  const id = await createConference(5, { sessions: [panelSession] });
  const words = createCanaries();
  const { registrationId, token, ...files } = await plantPerson(id, words);
  const own = await callSystem(`/v1/registrations/${registrationId}/data`, { token });
  expect(own.status).toBe(200);
  const text = JSON.stringify(own.body);
  const fields = ["honorific", "given", "family", "badge", "address", "organization", "corrected", "accessibility"];
  const reasons = ["diet", "opening", "return", "proposal", "answeropening"];
  const answers = ["answer", "laterclub", "sensitive", "staffanswer"];
  for (const field of [...fields, ...reasons, ...answers]) expect(text).toContain(words.toCanary(field));
  expect(text).toContain(words.birthDate);
  // Notes and tags may name others: the person learns how many there are, and asks the secretariat for them.
  for (const field of ["note", "tag"]) expect(text).not.toContain(words.toCanary(field));
  expect(own.body).toMatchObject({
    internal: {
      noteCount: 1,
      searchTerms: expect.arrayContaining([words.toCanary("family")]),
      focalPointOf: [],
    },
    scans: [{ direction: expect.any(String), gate: "Gate A" }, { gate: "Gate A" }],
    presences: [{ place: "venue", inside: false }],
    proposals: [{ decision: "revoke" }],
    panels: [{ sessionId: "opening", panelId: "cities", role: "speaker", isPublished: true }],
    print: { serial: 1, printedAt: expect.any(String), collectedAt: expect.any(String) },
    visaLetters: [
      { number: 1, issuedAt: expect.any(String), state: "revoked", letterId: expect.any(String) },
      { number: 2, issuedAt: expect.any(String), state: "valid", language: "fr", letterId: expect.any(String) },
    ],
  });
  // With matches and digests, a person could test by their own data who else is registered.
  for (const name of ["passportDigest", "possibleDuplicates", "dismissedDuplicates"])
    expect((own.body as unknown as { internal: object }).internal).not.toHaveProperty(name);
  for (const { letterId, state } of getLetters(own))
    expect((await callSystem(`/v1/letters/${letterId}`)).body.state).toBe(state);
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
  // The answer contains every item about the person: no other item of the table names them.
  const about = /REGISTRATION#|DOCUMENT#|JOURNAL#|TERM#|GATE#|ANNOTATED#/;
  expect((await findInTable(words.mark)).filter((key) => !about.test(key))).toEqual([]);
  expect(listKinds(await findInTable(registrationId))).toEqual(kindsInOwnData);
});

test("staff get own data of a person whose name they may read, and the access is recorded", async () => {
  const id = await createConference(5, { sessions: [panelSession] });
  const words = createCanaries();
  const { registrationId } = await plantPerson(id, words);
  const path = `/v1/registrations/${registrationId}`;
  const taken = await callSystem(`${path}/data`, asSecretariat());
  expect(taken.status).toBe(200);
  expect((taken.body as unknown as { documents: { url?: string }[] }).documents.map(({ url }) => url)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const kept = await callSystem(`${path}/identity-access`, asSecretariat());
  // The desk got the code of the badge twice, also in the PDF.
  expect(kept.body.items.map(({ reason }) => reason)).toEqual([words.toCanary("answeropening"), "", "", "own-data"]);
  const body = { alias: { nameOnBadge: "Speaker Nine" }, readers: ["reviewer@palais.local"] };
  await callSystem(`${path}/protection`, asSecretariat({ method: "PUT", body }));
  expect((await callSystem(`${path}/data`, asSecretariat())).body.code).toBe("name-protected");
});

test("an erasure removes every copy of the data, frees the seat and revokes the badge, and the history still verifies", async () => {
  const id = await createConference(5, { sessions: [panelSession] });
  const words = createCanaries();
  const { registrationId, token, badge, bucket, ...files } = await plantPerson(id, words);
  await waitUntilAtRest(id);
  const path = `/v1/registrations/${registrationId}`;
  const letters = getLetters(await callSystem(`${path}/data`, { token }));
  expect(letters).toHaveLength(2);
  expect(await readStoredList(id)).toContain(words.mark);
  const erased = await callSystem(path, { method: "DELETE", token });
  expect([erased.status, erased.body]).toEqual([
    200,
    {
      registrationId,
      erasure: {
        startedAt: expect.any(String),
        reason: "at-their-request",
        completedAt: expect.any(String),
        report: {
          entries: expect.any(Number),
          documents: 3,
          openings: 2,
          proposals: 1,
          annotations: 3,
          lists: 1,
          suppressions: 0,
          prints: 1,
          programmes: 2,
        },
      },
    },
  ]);
  expect(await findInTable(words.mark, words.birthDate)).toEqual([]);
  expect(await readStoredList(id)).not.toContain(words.mark);
  expect(
    (await listBucketKeys(bucket)).filter((key) => Object.values(files).some((each) => key.endsWith(each))),
  ).toEqual([]);
  for (const { letterId } of letters) expect((await callSystem(`/v1/letters/${letterId}`)).body.state).toBe("revoked");
  expect((await fetchRegistration(registrationId)).body).toMatchObject({ accreditation: "withdrawn", seat: "none" });
  expect(await readVenuePool(id)).toMatchObject({ taken: 0 });
  expect(getReasonOrVerdict(await scanOnline(id, badge))).toBe("withdrawn");
  await waitForSearchResult(id, words.toCanary("family"), []);
  await waitUntilAtRest(id);
  const proof = await verifyCounters(openSystemTable(), id);
  const books = await auditConference(openSystemTable(), id, Date.now());
  expect([proof.differences, books.differences]).toEqual([[], []]);
  expect(books.erasedEntries).toBeGreaterThan(4);
  expect(listKinds(await findInTable(registrationId))).toEqual(kindsAfterErasure);
  const statistics = await callSystem(`/v1/conferences/${id}/statistics`, asSecretariat());
  expect(statistics.body).toMatchObject({ country: [{ value: "FJI", registrations: 1, seated: 0 }] });
});

test("a repeated erasure returns the same receipt, and nothing restores the person", async () => {
  const id = await createConference(5, { sessions: [panelSession] });
  const words = createCanaries();
  const { registrationId, token } = await plantPerson(id, words);
  const path = `/v1/registrations/${registrationId}`;
  const first = await callSystem(path, { method: "DELETE", token });
  const again = await callSystem(`${path}?reason=ordered-by-law`, asSecretariat({ method: "DELETE" }));
  expect([again.status, again.body]).toEqual([200, first.body]);
  const own = await callSystem(`${path}/data`, { token });
  expect(own.body).toMatchObject({
    erasure: { completedAt: expect.any(String) },
    documents: [],
    history: expect.any(Array),
  });
  const { version } = (await fetchRegistration(registrationId)).body;
  const amend = { method: "PATCH", body: { organization: "Anew" }, headers: { "if-match": `${version}` } };
  const body = { decision: "reopen", reason: "because" };
  const tries = [
    await callSystem(path, asSecretariat(amend)),
    await callSystem(`${path}/decisions`, asSecretariat({ body })),
    await callSystem(`${path}/withdrawal`, { token, body: {} }),
    await callSystem(`${path}/access`, asSecretariat({ method: "PUT", body: { days: [] } })),
    await callSystem(`${path}/documents`, { token, body: { kind: "photo", contentType: "image/jpeg", size: 1_000 } }),
  ];
  for (const { status } of tries) expect(status).toBeGreaterThanOrEqual(409);
  expect((await callSystem(path, asSecretariat({ method: "DELETE" }))).body.errors[0]?.path).toBe("?reason");
  // The address is free again: an erased person may register.
  expect((await postRegistration(id, {}, { email: words.address })).status).toBe(201);
});
