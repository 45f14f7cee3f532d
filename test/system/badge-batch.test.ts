import { beforeAll, describe, expect, test } from "vitest";
import { ensureReader, readCodes } from "../support/barcode-reader.ts";
import { ensurePoppler, pagesOf, textsOf } from "../support/pdf-reader.ts";
import { portrait } from "../support/portrait.ts";
import { post } from "./documents.ts";
import { ended, type JobBody, rowsOf, send, sheet } from "./imports.ts";
import { asDesk, asSecretariat, call, decide, newConference, patience, submit, within } from "./system.ts";

beforeAll(() => {
  ensureReader();
  ensurePoppler();
}, 300_000);

const approved = async (id: string, form: Record<string, unknown> = {}, person: Record<string, unknown> = {}) => {
  const { body } = await submit(id, form, person);
  await decide(body.registrationId, "approve");
  return body.registrationId;
};

interface BatchJob extends JobBody {
  readonly file?: { readonly url: string; readonly expiresAt: string };
}

/** Orders a batch and waits for it. */
async function batch(id: string, order: object = {}) {
  const { status, body } = await call(`/v1/conferences/${id}/badge-batches`, asDesk({ body: order }));
  expect(status).toBe(202);
  const job: BatchJob = await ended(body.jobId);
  return { jobId: body.jobId, job };
}

/** The file that a job made, as a browser would save it. */
async function fileOf({ file }: BatchJob): Promise<{ pdf: Buffer; savedAs: string | null }> {
  const answer = await fetch(file?.url ?? "");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  return { pdf: Buffer.from(await answer.arrayBuffer()), savedAs: answer.headers.get("content-disposition") };
}

const uncollected = async (id: string, query = "") =>
  (await call(`/v1/conferences/${id}/uncollected-badges${query}`, asDesk())).body as unknown as {
    delegations: { delegationId?: string; count: number }[];
    items: { registrationId: string; nameOnBadge: string; serial: number }[];
    next: string | null;
  };
const lying = async (id: string, query = "") =>
  (await uncollected(id, query)).items.map(({ nameOnBadge }) => nameOnBadge).toSorted();

describe("a batch of badges", () => {
  test("of sixty, with photos, is one file in the order wanted, in which a gate reads each code; then nothing is left to print", async () => {
    const id = await newConference(60);
    const names = Array.from({ length: 60 }, (_, index) => `${String.fromCharCode(65 + ((index * 7) % 26))}${index}`);
    const ids: string[] = [];
    for (const familyName of names) ids.push(await approved(id, {}, { familyName, givenName: "Jo" }));
    const photo = await portrait(1, 480);
    for (const registrationId of ids.slice(0, 3)) await handIn(registrationId, photo);
    const { job } = await batch(id);
    expect(job).toMatchObject({ state: "done", done: 60, total: 60, result: { printed: 60, leftOut: 0, left: 0 } });
    const { pdf, savedAs } = await fileOf(job);
    expect(savedAs).toBe('attachment; filename="badges.pdf"');
    const { compare } = new Intl.Collator("en", { sensitivity: "base", numeric: true });
    const printedNames = textsOf(pdf).map((page) => /Jo ([A-Z]\d+)/.exec(page)?.[1]);
    expect(printedNames).toEqual(names.toSorted(compare));
    expect(pdf.toString("latin1").match(/\/DCTDecode/g)).toHaveLength(3);
    const live = await call(`/v1/registrations/${ids[0]}/badges`, asDesk({ body: {} }));
    const codes = readCodes(pagesOf(pdf, 200));
    expect(new Set(codes).size).toBe(60);
    expect(codes).toContain(live.body.token);
    expect((await batch(id)).job.result).toEqual({ printed: 0, leftOut: 0, left: 0 });
  }, 180_000);

  test("names who can't be printed and leaves them out; everybody else is printed", async () => {
    const id = await newConference(3);
    await approved(id, {}, { nameOnBadge: "Amina Ba" });
    const left = await approved(id, {}, { nameOnBadge: "Zoe 🌍", familyName: "Zoe" });
    const { jobId, job } = await batch(id);
    expect(job.result).toMatchObject({ printed: 1, leftOut: 1 });
    expect(textsOf((await fileOf(job)).pdf)).toHaveLength(1);
    expect(await rowsOf(jobId)).toEqual([
      {
        row: 2,
        outcome: "left-out",
        registrationId: left,
        problem: { code: "badge-not-printable", title: "The badge can’t be printed" },
        errors: [{ row: 2, path: "name", message: "No font that we print with has this: U+1F30D." }],
      },
    ]);
    expect(await lying(id)).toEqual(["Amina Ba"]);
  });

  test("has a badge again that was reprinted, and those that are named", async () => {
    const id = await newConference(3);
    const [first, second] = [await approved(id), await approved(id)];
    await batch(id);
    await call(`/v1/registrations/${first}/badges`, asDesk({ body: { reason: "lost" } }));
    expect((await batch(id)).job.result).toMatchObject({ printed: 1 });
    expect((await batch(id, { registrationIds: [second] })).job.result).toMatchObject({ printed: 1 });
    expect((await batch(id, { registrationIds: [second], onlyNew: true })).job.result).toMatchObject({ printed: 0 });
  });

  test("is on the paper and in the layout that were asked for", async () => {
    const id = await newConference(3);
    for (const name of ["One", "Two", "Three"]) await approved(id, {}, { nameOnBadge: name });
    const { job } = await batch(id, { layout: "card", paper: "a4" });
    const [page = ""] = textsOf((await fileOf(job)).pdf);
    for (const name of ["One", "Two", "Three"]) expect(page).toContain(name);
  });

  test("shows a protected person under the alias", async () => {
    const id = await newConference(1);
    const registrationId = await approved(id, {}, { familyName: "Secret", givenName: "Name" });
    const protection = {
      alias: { nameOnBadge: "Jane Smith" },
      readers: ["secretariat@palais.local"],
      reason: "at risk",
    };
    const path = `/v1/registrations/${registrationId}/protection`;
    expect((await call(path, asSecretariat({ method: "PUT", body: protection }))).status).toBe(200);
    const text = textsOf((await fileOf((await batch(id)).job)).pdf).join();
    expect(text).toContain("Jane Smith");
    expect(text).not.toContain("Secret");
  });

  test("can be seen by the desk, which asks for such; an import can't", async () => {
    const id = await newConference(1);
    const jobId = await send(id, sheet("category\nngo\n"), { dryRun: true });
    expect((await call(`/v1/jobs/${jobId}`, asDesk())).body.code).toBe("not-allowed");
  });
});

describe("a printed badge lies at the desk", () => {
  test("until its owner is read at a gate", async () => {
    const id = await newConference(2);
    const registrationId = await approved(id, {}, { nameOnBadge: "Comes" });
    await approved(id, {}, { nameOnBadge: "Stays Away" });
    expect(await lying(id)).toEqual([]);
    await batch(id);
    expect(await lying(id)).toEqual(["Comes", "Stays Away"]);
    const { token } = (await call(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }))).body;
    const scans = [{ scanId: "first", token, at: new Date().toISOString() }];
    const scanned = await call(`/v1/conferences/${id}/scans`, asDesk({ body: { gate: "A", direction: "in", scans } }));
    expect(scanned.body.items[0]?.verdict).toBe("admit");
    expect(await lying(id)).toEqual(["Stays Away"]);
  });

  test("until the desk says that it was handed out, which counts for the live serial alone", async () => {
    const id = await newConference(1);
    const registrationId = await approved(id);
    const collect = () => call(`/v1/registrations/${registrationId}/badge-collections`, asDesk({ body: {} }));
    await batch(id);
    const first = await collect();
    expect(first.body.serial).toBe(1);
    expect((await collect()).body).toEqual(first.body);
    expect(await lying(id)).toEqual([]);
    await call(`/v1/registrations/${registrationId}/badges`, asDesk({ body: { reason: "torn" } }));
    await batch(id);
    expect((await uncollected(id)).items).toMatchObject([{ registrationId, serial: 2 }]);
  });

  test("and one that the desk printed by itself and handed out is in no later batch", async () => {
    const id = await newConference(1);
    const registrationId = await approved(id);
    await call(`/v1/registrations/${registrationId}/badge-collections`, asDesk({ body: {} }));
    expect((await batch(id)).job.result).toMatchObject({ printed: 0 });
  });

  test("counted by delegation, and listed page by page", async () => {
    const id = await newConference(4);
    const { body: delegation } = await call(
      `/v1/conferences/${id}/delegations`,
      asSecretariat({ body: { name: { en: "Chad" }, category: "ngo", focalPoints: ["chad@example.org"] } }),
    );
    const nominees = ["Idriss", "Mahamat"].map((givenName) => ({
      person: { givenName, familyName: "Deby", nationality: "TCD", birthDate: "1980-01-01" },
    }));
    const { body } = await call(
      `/v1/delegations/${delegation.delegationId}/nominations`,
      asSecretariat({ body: { items: nominees } }),
    );
    for (const { registrationId } of body.items) await decide(registrationId, "approve");
    await approved(id, {}, { nameOnBadge: "Alone" });
    await batch(id, { sort: "delegation" });
    const all = await uncollected(id);
    expect(all.delegations).toEqual(
      expect.arrayContaining([{ count: 1 }, { delegationId: delegation.delegationId, count: 2 }]),
    );
    expect(await lying(id, `?delegation=${delegation.delegationId}`)).toEqual(["Idriss Deby", "Mahamat Deby"]);
    const first = await uncollected(id, "?limit=2");
    const second = await uncollected(id, `?limit=2&cursor=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    expect([...first.items, ...second.items]).toEqual(all.items);
  });
});

/** A photo that has been checked. */
async function handIn(registrationId: string, photo: Awaited<ReturnType<typeof portrait>>): Promise<void> {
  const path = `/v1/registrations/${registrationId}`;
  const body = { kind: "photo", contentType: "image/jpeg", size: photo.length };
  await post((await call(`${path}/documents`, asSecretariat({ body }))).body, photo);
  await within(
    patience,
    () => call(path, asSecretariat()),
    (answer) => answer.body.documents?.["photo"] !== undefined,
  );
}
