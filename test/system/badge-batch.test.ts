import { beforeAll, describe, expect, test } from "vitest";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { ensurePoppler, readPageTexts, renderPages } from "../support/pdf-reader.ts";
import { drawPortrait } from "../support/portrait.ts";
import { waitFor } from "../support/wait-for.ts";
import { postTestFile } from "./support/documents.ts";
import { encodeSheet, type JobBody, readJobRows, uploadSheet, waitForJob } from "./support/imports.ts";
import { changeStoredRegistration } from "./support/stored-registrations.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

beforeAll(() => {
  ensureBarcodeReader();
  ensurePoppler();
}, 300_000);

const approved = async (id: string, form: Record<string, unknown> = {}, person: Record<string, unknown> = {}) => {
  const { body } = await postRegistration(id, form, person);
  await postDecision(body.registrationId, "approve");
  return body.registrationId;
};

interface BatchJob extends JobBody {
  readonly file?: { readonly url: string; readonly expiresAt: string };
}

const readJob = async (jobId: string): Promise<BatchJob> =>
  (await callSystem(`/v1/jobs/${jobId}`, asDesk())).body as unknown as BatchJob;

/** Starts a batch and waits for the job. */
async function printBatch(id: string, order: object = {}) {
  const { status, body } = await callSystem(`/v1/conferences/${id}/badge-batches`, asDesk({ body: order }));
  expect(status).toBe(202);
  const { file }: BatchJob = await waitForJob(body.jobId);
  // The secretariat waited for it, and the entry desk requested it.
  expect(file).toBe(undefined);
  return { jobId: body.jobId, job: await readJob(body.jobId) };
}

/** Downloads the file of a job. */
async function downloadFile({ file }: BatchJob): Promise<{ pdf: Buffer; savedAs: string | null }> {
  const answer = await fetch(file?.url ?? "");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  return { pdf: Buffer.from(await answer.arrayBuffer()), savedAs: answer.headers.get("content-disposition") };
}

const readUncollected = async (id: string, query = "") =>
  (await callSystem(`/v1/conferences/${id}/uncollected-badges${query}`, asDesk())).body as unknown as {
    delegations: { delegationId?: string; count: number }[];
    items: { registrationId: string; nameOnBadge: string; serial: number }[];
    next: string | null;
  };
const listUncollectedNames = async (id: string, query = "") =>
  (await readUncollected(id, query)).items.map(({ nameOnBadge }) => nameOnBadge).toSorted();

describe("a batch of badges", () => {
  test("puts sixty badges with photos into one file in the requested order, each with a code that a gate reads, and leaves none unprinted", async () => {
    const id = await createConference(60);
    const names = Array.from({ length: 60 }, (_, index) => `${String.fromCharCode(65 + ((index * 7) % 26))}${index}`);
    const ids: string[] = [];
    for (const familyName of names) ids.push(await approved(id, {}, { familyName, givenName: "Jo" }));
    const photo = await drawPortrait(1, 480);
    for (const registrationId of ids.slice(0, 3)) await uploadPhoto(registrationId, photo);
    const { job } = await printBatch(id);
    expect(job).toMatchObject({
      state: "done",
      done: 60,
      total: 60,
      result: { printed: 60, printedWithout: 0, leftOut: 0, left: 0 },
    });
    const { pdf, savedAs } = await downloadFile(job);
    expect(savedAs).toBe('attachment; filename="badges.pdf"');
    const { compare } = new Intl.Collator("en", { sensitivity: "base", numeric: true });
    const printedNames = readPageTexts(pdf).map((page) => /Jo ([A-Z]\d+)/.exec(page)?.[1]);
    expect(printedNames).toEqual(names.toSorted(compare));
    expect(pdf.toString("latin1").match(/\/DCTDecode/g)).toHaveLength(3);
    const live = await callSystem(`/v1/registrations/${ids[0]}/badges`, asDesk({ body: {} }));
    const codes = readCodes(renderPages(pdf, 200));
    expect(new Set(codes).size).toBe(60);
    expect(codes).toContain(live.body.token);
    expect((await printBatch(id)).job.result).toEqual({ printed: 0, printedWithout: 0, leftOut: 0, left: 0 });
  }, 180_000);

  test("prints a badge without the characters that no font has, and names the person and the field", async () => {
    const id = await createConference(3);
    await approved(id, {}, { nameOnBadge: "Amina Ba" });
    const altered = await approved(id, {}, { nameOnBadge: "Zoe", familyName: "Zoe" });
    await changeStoredRegistration(altered, (stored) => ({
      ...stored,
      person: { ...stored.person, nameOnBadge: "Zoe 🌍 Ba" },
    }));
    const { jobId, job } = await printBatch(id);
    expect(job.result).toMatchObject({ printed: 2, printedWithout: 1, leftOut: 0 });
    expect(readPageTexts((await downloadFile(job)).pdf)[1]).toContain("Zoe Ba");
    expect(await readJobRows(jobId)).toEqual([
      {
        row: 2,
        outcome: "printed-without",
        registrationId: altered,
        errors: [{ row: 2, path: "person.nameOnBadge", message: "Printed without 🌍 (U+1F30D)." }],
      },
    ]);
    expect(await readJobRows(jobId, "&outcome=left-out")).toEqual([]);
    expect(await listUncollectedNames(id)).toHaveLength(2);
  });

  test("puts the badges of one size onto the same sheets, where a role has a layout of another size", async () => {
    const badgeLayouts = [{ layout: "label", roles: ["speaker"] }];
    const roles = ["delegate", "speaker"].map((role) => ({ role, assignableBy: "anyone" }));
    const id = await createConference(5, { badgeLayout: "card", badgeLayouts, roles });
    for (const [familyName, role] of [
      ["Aba", "speaker"],
      ["Bor", "delegate"],
      ["Cil", "speaker"],
      ["Dar", "delegate"],
    ])
      await approved(id, { role }, { familyName, givenName: "Jo" });
    const readNames = async (order: object) => {
      const { pdf } = await downloadFile((await printBatch(id, { onlyNew: false, ...order })).job);
      return readPageTexts(pdf).map((page) => [...page.matchAll(/Jo (\w+)/g)].map((each) => each[1]));
    };
    expect(await readNames({ paper: "a4" })).toEqual([
      ["Aba", "Cil"],
      ["Bor", "Dar"],
    ]);
    expect(await readNames({})).toEqual([["Aba"], ["Bor"], ["Cil"], ["Dar"]]);
    expect(await readNames({ paper: "a4", layout: "card" })).toEqual([["Aba", "Bor", "Cil", "Dar"]]);
  }, 120_000);

  test("prints a reprinted badge and requested badges again", async () => {
    const id = await createConference(3);
    const [first, second] = [await approved(id), await approved(id)];
    await printBatch(id);
    await callSystem(`/v1/registrations/${first}/badges`, asDesk({ body: { reason: "lost" } }));
    expect((await printBatch(id)).job.result).toMatchObject({ printed: 1 });
    expect((await printBatch(id, { registrationIds: [second] })).job.result).toMatchObject({ printed: 1 });
    expect((await printBatch(id, { registrationIds: [second], onlyNew: true })).job.result).toMatchObject({
      printed: 0,
    });
  });

  test("uses the requested paper and layout", async () => {
    const id = await createConference(3);
    for (const name of ["One", "Two", "Three"]) await approved(id, {}, { nameOnBadge: name });
    const { job } = await printBatch(id, { layout: "card", paper: "a4" });
    const [page = ""] = readPageTexts((await downloadFile(job)).pdf);
    for (const name of ["One", "Two", "Three"]) expect(page).toContain(name);
  });

  test("prints a protected person under the alias", async () => {
    const id = await createConference(1);
    const registrationId = await approved(id, {}, { familyName: "Secret", givenName: "Name" });
    const protection = {
      alias: { nameOnBadge: "Jane Smith" },
      readers: ["secretariat@palais.local"],
      reason: "at risk",
    };
    const path = `/v1/registrations/${registrationId}/protection`;
    expect((await callSystem(path, asSecretariat({ method: "PUT", body: protection }))).status).toBe(200);
    const text = readPageTexts((await downloadFile((await printBatch(id)).job)).pdf).join();
    expect(text).toContain("Jane Smith");
    expect(text).not.toContain("Secret");
  });

  test("is recorded for each person, whose code the entry desk gets, and for no one who is not in the file", async () => {
    const id = await createConference(3);
    const [printed, other] = [await approved(id), await approved(id)];
    const { job } = await printBatch(id, { registrationIds: [printed] });
    expect((await downloadFile(job)).pdf.length).toBeGreaterThan(1_000);
    const readLog = async (registrationId: string) =>
      (await callSystem(`/v1/registrations/${registrationId}/identity-access`, asSecretariat())).body.items;
    expect(await readLog(printed)).toMatchObject([{ what: "badge", reason: "" }]);
    expect(await readLog(other)).toEqual([]);
  });

  test("shows the entry desk its own job, but no import", async () => {
    const id = await createConference(1);
    const jobId = await uploadSheet(id, encodeSheet("category\nngo\n"), { dryRun: true });
    expect((await callSystem(`/v1/jobs/${jobId}`, asDesk())).body.code).toBe("not-allowed");
  });
});

describe("a printed badge is uncollected", () => {
  test("until a gate reads it", async () => {
    const id = await createConference(2);
    const registrationId = await approved(id, {}, { nameOnBadge: "Comes" });
    await approved(id, {}, { nameOnBadge: "Stays Away" });
    expect(await listUncollectedNames(id)).toEqual([]);
    await printBatch(id);
    expect(await listUncollectedNames(id)).toEqual(["Comes", "Stays Away"]);
    const { token } = (await callSystem(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }))).body;
    const scans = [{ scanId: "first", token, at: new Date().toISOString() }];
    const scanned = await callSystem(
      `/v1/conferences/${id}/scans`,
      asDesk({ body: { gate: "A", direction: "in", scans } }),
    );
    expect(scanned.body.items[0]?.verdict).toBe("admit");
    expect(await listUncollectedNames(id)).toEqual(["Stays Away"]);
  });

  test("until the desk records the collection of its live serial", async () => {
    const id = await createConference(1);
    const registrationId = await approved(id);
    const collect = () => callSystem(`/v1/registrations/${registrationId}/badge-collections`, asDesk({ body: {} }));
    await printBatch(id);
    const first = await collect();
    expect(first.body.serial).toBe(1);
    expect((await collect()).body).toEqual(first.body);
    expect(await listUncollectedNames(id)).toEqual([]);
    await callSystem(`/v1/registrations/${registrationId}/badges`, asDesk({ body: { reason: "torn" } }));
    await printBatch(id);
    expect((await readUncollected(id)).items).toMatchObject([{ registrationId, serial: 2 }]);
  });

  test("but not after the desk has printed and handed it out: no later batch contains it", async () => {
    const id = await createConference(1);
    const registrationId = await approved(id);
    await callSystem(`/v1/registrations/${registrationId}/badge-collections`, asDesk({ body: {} }));
    expect((await printBatch(id)).job.result).toMatchObject({ printed: 0 });
  });

  test("and is counted by delegation and listed page by page", async () => {
    const id = await createConference(4);
    const { body: delegation } = await callSystem(
      `/v1/conferences/${id}/delegations`,
      asSecretariat({ body: { name: { en: "Chad" }, category: "ngo", focalPoints: ["chad@example.org"] } }),
    );
    const nominees = ["Idriss", "Mahamat"].map((givenName) => ({
      person: { givenName, familyName: "Deby", nationality: "TCD", birthDate: "1980-01-01" },
    }));
    const { body } = await callSystem(
      `/v1/delegations/${delegation.delegationId}/nominations`,
      asSecretariat({ body: { items: nominees } }),
    );
    for (const { registrationId } of body.items) await postDecision(registrationId, "approve");
    await approved(id, {}, { nameOnBadge: "Alone" });
    await printBatch(id, { sort: "delegation" });
    const all = await readUncollected(id);
    expect(all.delegations).toEqual(
      expect.arrayContaining([{ count: 1 }, { delegationId: delegation.delegationId, count: 2 }]),
    );
    expect(await listUncollectedNames(id, `?delegation=${delegation.delegationId}`)).toEqual([
      "Idriss Deby",
      "Mahamat Deby",
    ]);
    const first = await readUncollected(id, "?limit=2");
    const second = await readUncollected(id, `?limit=2&cursor=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    expect([...first.items, ...second.items]).toEqual(all.items);
  });
});

/** Uploads a photo and waits until it is checked. */
async function uploadPhoto(registrationId: string, photo: Awaited<ReturnType<typeof drawPortrait>>): Promise<void> {
  const path = `/v1/registrations/${registrationId}`;
  const body = { kind: "photo", contentType: "image/jpeg", size: photo.length };
  await postTestFile((await callSystem(`${path}/documents`, asSecretariat({ body }))).body, photo);
  await waitFor(
    waitTimeoutMs,
    () => callSystem(path, asSecretariat()),
    (answer) => answer.body.documents?.["photo"] !== undefined,
  );
}
