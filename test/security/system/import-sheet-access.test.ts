import { expect, test } from "vitest";
import { postTestFile } from "../../system/support/documents.ts";
import { announceImport, waitForJob } from "../../system/support/imports.ts";
import { callSystem, createConference, getSharedSystem } from "../../system/support/system.ts";

const sheet = new TextEncoder().encode(
  "category,person.familyName,person.email,person.nationality\nngo,Ba,b@example.org,SEN\n",
);

test("only staff who may import can open an uploaded sheet", async () => {
  const { body: form } = await announceImport(await createConference(5), { dryRun: true }, sheet.length);
  const { jobId, documentId } = form as typeof form & { jobId: string };
  expect(await postTestFile(form, sheet)).toBe(204);
  await waitForJob(jobId);
  const open = (token: string) =>
    callSystem(`/v1/documents/${documentId}/access`, { token, body: { reason: "to compare" } });
  const { reviewer, secretariat, "entry-desk": desk } = getSharedSystem().tokens;
  expect((await open(reviewer)).body.code).toBe("not-allowed");
  expect((await open(desk)).body.code).toBe("not-allowed");
  expect((await callSystem(`/v1/documents/${documentId}`, { token: reviewer })).body.code).toBe("not-allowed");
  const opened = await open(secretariat);
  expect(opened.status).toBe(200);
  const { rows } = (await (await fetch(opened.body.url)).json()) as { rows: string[][] };
  expect(rows[1]).toEqual(["ngo", "Ba", "b@example.org", "SEN"]);
});
