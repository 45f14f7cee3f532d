import { beforeAll, describe, expect, test } from "vitest";
import { repetitions } from "../support/full-run.ts";
import { ensurePoppler, readPageTexts } from "../support/pdf-reader.ts";
import { readJobRows, waitForJob } from "./support/imports.ts";
import { waitForEmails } from "./support/mailbox.ts";
import { changeStoredRegistration } from "./support/stored-registrations.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  postRegistration,
} from "./support/system.ts";

beforeAll(() => ensurePoppler(), 300_000);

const people = repetitions({ usual: 20, full: 600 });
const isUnprintable = (index: number) => index % 10 === 3;

describe(`of ${people} people, one in ten has an unprintable character stored`, () => {
  let conferenceId: string;
  const affected: string[] = [];
  beforeAll(async () => {
    conferenceId = await createConference(people);
    for (let index = 0; index < people; index += 1) {
      const form = { functionTitle: "Head of Youth", needs: { visaLetter: isUnprintable(index) } };
      const person = { familyName: `Person${index}`, email: `unprintable.${process.pid}.${index}@example.org` };
      const { registrationId } = (await postRegistration(conferenceId, form, person)).body;
      if (isUnprintable(index)) {
        affected.push(registrationId);
        await changeStoredRegistration(registrationId, (stored) => ({ ...stored, functionTitle: "Head 👍 of Youth" }));
      }
      await postDecision(registrationId, "approve");
    }
  }, 600_000);

  test("the list of participants is printed with all of them", async () => {
    const { api, tokens } = getSharedSystem();
    const path = `${api}/v1/conferences/${conferenceId}/participants.pdf`;
    const answer = await fetch(path, { headers: { authorization: `Bearer ${tokens.secretariat}` } });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const text = readPageTexts(Buffer.from(await answer.arrayBuffer())).join("\n");
    expect(text.match(/Person\d+/g)).toHaveLength(people);
    expect(text.match(/Head of Youth/g)).toHaveLength(people);
  });

  test("a batch has all badges, and names the affected", async () => {
    const started = await callSystem(`/v1/conferences/${conferenceId}/badge-batches`, asDesk({ body: {} }));
    const job = await waitForJob(started.body.jobId);
    expect(job.result).toMatchObject({ printed: people, printedWithout: affected.length, leftOut: 0 });
    const rows = await readJobRows(started.body.jobId);
    expect(rows.map(({ registrationId }) => registrationId).toSorted()).toEqual(affected.toSorted());
  });

  test("the mail of the approval has the badge, and the letter of invitation is mailed", async () => {
    const address = `unprintable.${process.pid}.3@example.org`;
    const mails = await waitForEmails(getSharedSystem().home, address, 3);
    const find = (kind: string, filename: string) =>
      mails.find((mail) => mail.kind === kind)?.email.attachments.find((each) => each.filename === filename)?.content;
    const read = (pdf: unknown) => readPageTexts(Buffer.from((pdf ?? new ArrayBuffer(0)) as ArrayBuffer)).join();
    expect(read(find("approved", "badge.pdf"))).toContain("Head of Youth");
    expect(read(find("visa-letter", "letter-of-invitation.pdf"))).toContain("Head of Youth");
  });

  test("the officer's list names each of them with the field and the character, and no one else", async () => {
    const path = `/v1/conferences/${conferenceId}/unprintable-people`;
    const { items } = (await callSystem(path, asSecretariat())).body as unknown as {
      items: { registrationId: string; name: string; texts: unknown[] }[];
    };
    expect(items.map(({ registrationId }) => registrationId).toSorted()).toEqual(affected.toSorted());
    for (const { name, texts } of items) {
      expect(name).toContain("Person");
      expect(texts).toEqual([{ path: "functionTitle", characters: ["👍 (U+1F44D)"] }]);
    }
  });
});

test.each([
  ["en", "Character 6, 👍 (U+1F44D), cannot be printed. Please delete or replace it."],
  ["fr", "Le caractère n° 6, 👍 (U+1F44D), ne peut pas être imprimé. Veuillez le supprimer ou le remplacer."],
])("the form refuses an unprintable character at its field, with its place, in %s", async (language, message) => {
  const id = await createConference(1);
  const path = `/v1/conferences/${id}/registrations`;
  const person = { givenName: "Awa", familyName: "Ba", email: "awa@example.org", nationality: "SEN" };
  const consent = { listOfParticipants: true, photo: true };
  const body = { category: "ngo", person, consent, functionTitle: "Head 👍", organization: "City" };
  const headers = { "accept-language": language };
  const refused = await callSystem(path, { body, headers });
  expect([refused.status, refused.body.errors]).toEqual([422, [{ path: "functionTitle", message }]]);
});
