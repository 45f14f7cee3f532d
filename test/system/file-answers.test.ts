import { describe, expect, test } from "vitest";
import { hostileFiles } from "../documents/hostile.ts";
import { newAddress } from "../support/builders.ts";
import { buildJpeg, buildPdf } from "../support/files.ts";
import { createSession } from "./authorization/tokens.ts";
import { postTestFile, uploadBeforeSubmission, waitUntilInspected } from "./support/documents.ts";
import { asReviewer, searchPeople, toRegistrationIds, waitForSearchResult } from "./support/people.ts";
import { createAskingConference } from "./support/questions.ts";
import {
  type ApiResponse,
  asDesk,
  asSecretariat,
  callSuccessfully,
  callSystem,
  fetchRegistration,
  postDecision,
  postRegistration,
} from "./support/system.ts";

const cv = { key: "cv", type: "file", label: { en: "CV" }, required: true, fileTypes: ["pdf"], maxMegabytes: 1 };
const poster = { key: "poster", type: "file", label: { en: "Poster" }, editable: true };
const report = { key: "report", type: "file", label: { en: "Medical report" }, sensitive: true };
const scan = { key: "scan", type: "file", label: { en: "Scan of staff" }, staffOnly: true };

const requestAnswerUpload = (conferenceId: string, body: object, as: object = {}) =>
  callSystem(`/v1/conferences/${conferenceId}/uploads`, {
    ...as,
    body: { kind: "answer", contentType: "application/pdf", size: 1_000, ...body },
  });

/** Uploads a file that answers a question, and waits until it is checked or refused. @returns the answer */
async function uploadAnswer(
  conferenceId: string,
  question: string,
  bytes = buildPdf(),
  contentType = "application/pdf",
  as: object = {},
): Promise<string> {
  const form = await requestAnswerUpload(conferenceId, { question, contentType, size: bytes.length }, as);
  if (form.status !== 201) throw new Error(JSON.stringify(form.body));
  expect(await postTestFile(form.body, bytes)).toBe(204);
  await waitUntilInspected(form.body.uploadId);
  return form.body.uploadId;
}

const listErrors = ({ status, body }: ApiResponse) => [status, ...(body.errors ?? []).map(({ path }) => path)];

const openFile = (documentId: string, as: object) =>
  callSystem(`/v1/documents/${documentId}/access`, { body: {}, ...as });

/** A person with a CV, and a session of theirs. */
async function registerWithFiles(conferenceId: string, answers: object = {}) {
  const email = newAddress();
  const file = await uploadAnswer(conferenceId, "cv");
  const { status, body } = await postRegistration(conferenceId, { answers: { cv: file, ...answers } }, { email });
  if (status !== 201) throw new Error(JSON.stringify(body));
  const { registrationId } = body;
  return { registrationId, file, token: await createSession(conferenceId, email, [registrationId]) };
}

async function patchAnswers(registrationId: string, answers: object, as: object = asSecretariat()) {
  const { version } = (await fetchRegistration(registrationId)).body;
  const headers = { "if-match": `${version}` };
  return callSystem(`/v1/registrations/${registrationId}`, { method: "PATCH", ...as, body: { answers }, headers });
}

const readAnswers = async (registrationId: string) =>
  (await fetchRegistration(registrationId)).body as unknown as {
    answers?: Record<string, string>;
    changeRequest?: { changes: object[] };
  };

describe("the upload of a file that answers a question", () => {
  test("is for a question of the conference, of its types and its size", async () => {
    const conferenceId = await createAskingConference([
      cv,
      poster,
      scan,
      { key: "topic", type: "section", label: { en: "Topic" } },
    ]);
    const ask = async (body: object, as?: object) => listErrors(await requestAnswerUpload(conferenceId, body, as));
    expect(await ask({})).toEqual([422, "question"]);
    expect(await ask({ question: "other" })).toEqual([422, "question"]);
    expect(await ask({ question: "topic" })).toEqual([422, "question"]);
    expect(await ask({ question: "cv", contentType: "image/jpeg" })).toEqual([422, "contentType"]);
    expect(await ask({ question: "cv", size: 1_048_577 })).toEqual([422, "size"]);
    expect(await ask({ question: "cv", size: 1_048_576 })).toEqual([201]);
    expect(await ask({ question: "poster", contentType: "image/png", size: 10_485_760 })).toEqual([201]);
    // To others than the secretariat, a question of staff does not exist.
    expect(await ask({ question: "scan" })).toEqual([422, "question"]);
    expect(await ask({ question: "scan" }, asDesk())).toEqual([422, "question"]);
    expect(await ask({ question: "scan" }, asSecretariat())).toEqual([201]);
  });

  test("posts nothing larger than the question accepts", async () => {
    const conferenceId = await createAskingConference([cv]);
    const form = await requestAnswerUpload(conferenceId, { question: "cv", size: 100 });
    const large = new Uint8Array(1_048_577);
    large.set(buildPdf());
    expect(await postTestFile(form.body, large)).toBe(400);
  });
});

describe("a required file at the registration", () => {
  test("is missing until a clean file of this question is named, and belongs to one registration", async () => {
    const conferenceId = await createAskingConference([cv, poster]);
    const submit = (answers: object) => postRegistration(conferenceId, { answers }, { email: newAddress() });
    expect(listErrors(await submit({}))).toEqual([422, "answers.cv"]);
    const awaited = await requestAnswerUpload(conferenceId, { question: "cv" });
    const early = await submit({ cv: awaited.body.uploadId });
    expect([...listErrors(early), early.body.errors[0]?.message]).toEqual([
      422,
      "answers.cv",
      "This file is still being checked. Please try again in a moment.",
    ]);
    const photo = await uploadBeforeSubmission(conferenceId, "photo", "image/jpeg", buildJpeg(300, 400));
    await waitUntilInspected(photo.uploadId);
    const otherConference = await createAskingConference([cv]);
    const wrong = [
      photo.uploadId,
      await uploadAnswer(conferenceId, "poster"),
      await uploadAnswer(otherConference, "cv"),
      "a2".repeat(13),
      "cv.pdf",
    ];
    for (const each of wrong)
      expect([each, ...listErrors(await submit({ cv: each }))]).toEqual([each, 422, "answers.cv"]);

    const file = await uploadAnswer(conferenceId, "cv");
    const done = await submit({ cv: file });
    expect(done.status).toBe(201);
    expect((await readAnswers(done.body.registrationId)).answers).toEqual({ cv: file });
    expect(listErrors(await submit({ cv: file }))).toEqual([422, "answers.cv"]);
    // As an answer it is no document of its own any more, which the identifier alone would open.
    expect((await callSystem(`/v1/documents/${file}`)).status).toBe(404);
  });

  test("is not met by a file that the check refuses", async () => {
    const conferenceId = await createAskingConference([cv]);
    const hostile = (await hostileFiles()).filter(({ kind, contentType, bytes }) => {
      return kind === "credential-letter" && contentType === "application/pdf" && bytes.length > 0;
    });
    for (const { name, bytes, refusal } of hostile.slice(-2)) {
      const file = await uploadAnswer(conferenceId, "cv", bytes);
      const { body } = await callSystem(`/v1/documents/${file}`);
      expect([name, body.state, body.refusal.code]).toEqual([name, "refused", refusal]);
      const refused = await postRegistration(conferenceId, { answers: { cv: file } }, { email: newAddress() });
      expect([name, ...listErrors(refused)]).toEqual([name, 422, "answers.cv"]);
    }
    expect(hostile.length).toBeGreaterThan(2);
  });

  test("is taken for a known address, too, so that the answer doesn't reveal the registration", async () => {
    const conferenceId = await createAskingConference([cv]);
    const email = newAddress();
    const submit = async (file: string) => postRegistration(conferenceId, { answers: { cv: file } }, { email });
    expect((await submit(await uploadAnswer(conferenceId, "cv"))).status).toBe(201);
    const second = await uploadAnswer(conferenceId, "cv");
    expect((await submit(second)).status).toBe(201);
    const other = await postRegistration(conferenceId, { answers: { cv: second } }, { email: newAddress() });
    expect(listErrors(other)).toEqual([422, "answers.cv"]);
  });
});

describe("a file that answers a question", () => {
  test("is opened by its owner and by staff who see answers, and is in the owner's own data", async () => {
    const conferenceId = await createAskingConference([cv]);
    const { registrationId, file, token } = await registerWithFiles(conferenceId);
    const stranger = await registerWithFiles(conferenceId);
    for (const as of [asSecretariat(), asReviewer(), { token }]) {
      const { status, body } = await openFile(file, as);
      expect(status).toBe(200);
      const bytes = Buffer.from(await (await fetch(body.url)).arrayBuffer());
      expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    }
    expect((await openFile(file, { token: stranger.token })).status).toBe(404);
    expect((await openFile(file, asDesk())).status).toBe(403);
    expect((await openFile(file, {})).status).toBe(401);
    const own = await callSuccessfully(`/v1/registrations/${registrationId}/data`, { token });
    expect(own).toMatchObject({
      registration: { answers: { cv: file } },
      documents: [{ documentId: file, kind: "answer", state: "checked", url: expect.stringMatching(/^http/) }],
    });
    await waitForSearchResult(conferenceId, "diallo", [registrationId, stranger.registrationId].toSorted());
    expect(toRegistrationIds(await searchPeople(conferenceId, file.slice(0, 12)))).toEqual([]);
  });

  test("is replaced by its owner: at once before the approval, and after it by a request unless it is editable", async () => {
    const conferenceId = await createAskingConference([cv, poster]);
    const { registrationId, token } = await registerWithFiles(conferenceId);
    const second = await uploadAnswer(conferenceId, "cv");
    expect((await patchAnswers(registrationId, { cv: second }, { token })).status).toBe(200);
    // Repeated, it names a file of the person's own.
    expect((await patchAnswers(registrationId, { cv: second }, { token })).status).toBe(200);
    expect(listErrors(await patchAnswers(registrationId, { cv: null }, { token }))).toEqual([422, "answers.cv"]);
    await postDecision(registrationId, "approve");
    const [third, picture] = [
      await uploadAnswer(conferenceId, "cv"),
      await uploadAnswer(conferenceId, "poster", buildJpeg(600, 800), "image/jpeg"),
    ];
    expect((await patchAnswers(registrationId, { cv: third, poster: picture }, { token })).status).toBe(200);
    expect(await readAnswers(registrationId)).toMatchObject({
      answers: { cv: second, poster: picture },
      changeRequest: { changes: [{ path: "answers.cv", before: second, after: third }] },
    });
    // A requested file belongs to the person, although it is not the answer yet.
    expect((await openFile(third, asSecretariat())).status).toBe(200);
    const { version } = (await fetchRegistration(registrationId)).body;
    const accepted = await callSystem(
      `/v1/registrations/${registrationId}/change-request-decisions`,
      asSecretariat({ body: { decision: "accept" }, headers: { "if-match": `${version}` } }),
    );
    expect(accepted.status).toBe(200);
    expect((await readAnswers(registrationId)).answers).toEqual({ cv: third, poster: picture });
    // No answer says that the replaced file is not sensitive.
    expect(listErrors(await openFile(second, asSecretariat()))).toEqual([422, "reason"]);
    expect((await patchAnswers(registrationId, { poster: null }, { token })).status).toBe(200);
    expect((await readAnswers(registrationId)).answers).toEqual({ cv: third });
  });

  test("needs a reason for a sensitive question, a reader for a protected person, and a focal point opens neither", async () => {
    const conferenceId = await createAskingConference([poster, report, scan]);
    const focalPoint = newAddress();
    const { delegationId } = await callSuccessfully(
      `/v1/conferences/${conferenceId}/delegations`,
      asSecretariat({ body: { name: { en: "Union" }, category: "ngo", focalPoints: [focalPoint] } }),
    );
    const email = newAddress();
    const [shown, secret] = [await uploadAnswer(conferenceId, "poster"), await uploadAnswer(conferenceId, "report")];
    const nominee = {
      person: { givenName: "A", nationality: "SEN", email },
      answers: { poster: shown, report: secret },
    };
    const made = await callSuccessfully(
      `/v1/delegations/${delegationId}/nominations`,
      asSecretariat({ body: { items: [nominee] } }),
    );
    const registrationId = made.items[0]?.registrationId ?? "";
    const noted = await uploadAnswer(conferenceId, "scan", buildPdf(), "application/pdf", asSecretariat());
    expect((await patchAnswers(registrationId, { scan: noted })).status).toBe(200);

    const asFocalPoint = { token: await createSession(conferenceId, focalPoint, []) };
    const asOwner = { token: await createSession(conferenceId, email, [registrationId]) };
    const statuses = async (as: object) => [
      (await openFile(shown, as)).status,
      (await openFile(secret, as)).status,
      (await openFile(noted, as)).status,
    ];
    expect(await statuses(asFocalPoint)).toEqual([200, 404, 404]);
    expect(await statuses(asOwner)).toEqual([200, 200, 200]);
    expect(await statuses(asSecretariat())).toEqual([200, 422, 200]);
    expect((await openFile(secret, asReviewer({ body: { reason: "to see" } }))).status).toBe(200);
    const log = await callSuccessfully(`/v1/documents/${secret}/access`, asSecretariat());
    expect(log.items).toMatchObject([{ reason: "to see" }]);

    const body = { alias: { nameOnBadge: "Speaker Seven" }, readers: ["secretariat@palais.local"], reason: "at risk" };
    await callSuccessfully(`/v1/registrations/${registrationId}/protection`, asSecretariat({ method: "PUT", body }));
    expect(await statuses(asSecretariat())).toEqual([422, 422, 422]);
    expect((await openFile(shown, asSecretariat({ body: { reason: "visa" } }))).status).toBe(200);
    expect((await openFile(shown, asReviewer({ body: { reason: "visa" } }))).body.code).toBe("name-protected");
  });

  test("is erased with the person, also one that was replaced", async () => {
    const conferenceId = await createAskingConference([cv]);
    const { registrationId, file, token } = await registerWithFiles(conferenceId);
    const replacing = await uploadAnswer(conferenceId, "cv");
    expect((await patchAnswers(registrationId, { cv: replacing }, { token })).status).toBe(200);
    const urls = await Promise.all([file, replacing].map(async (each) => (await openFile(each, { token })).body.url));
    const fetchFiles = () => Promise.all(urls.map(async (url) => (await fetch(url)).status));
    expect(await fetchFiles()).toEqual([200, 200]);
    const { body } = await callSystem(`/v1/registrations/${registrationId}`, { method: "DELETE", token });
    expect(body).toMatchObject({ erasure: { report: { documents: 2 } } });
    expect(await fetchFiles()).toEqual([404, 404]);
    expect((await openFile(file, asSecretariat({ body: { reason: "to see" } }))).status).toBe(404);
  });
});
