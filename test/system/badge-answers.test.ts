import { beforeAll, expect, test } from "vitest";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { draftBody } from "../support/builders.ts";
import { ensurePoppler, readPageTexts } from "../support/pdf-reader.ts";
import { askQuestions, createAskingConference } from "./support/questions.ts";
import {
  asSecretariat,
  buildOpenPeriod,
  callSuccessfully,
  callSystem,
  getSharedSystem,
  postDecision,
  postRegistration,
} from "./support/system.ts";

beforeAll(ensurePoppler, 300_000);

const meal = {
  key: "meal",
  type: "choice",
  label: { en: "Meal" },
  options: [
    { value: "fish", label: { en: "Fish on Friday" } },
    { value: "rice", label: { en: "Rice on every single day" } },
  ],
};
const illness = { key: "illness", type: "text", label: { en: "Health" }, sensitive: true };

const cardWith = (field: string) => ({
  ...badgeLayouts.a6,
  parts: [
    ...badgeLayouts.a6.parts,
    { kind: "texts", box: [0, 0, 60, 10], texts: [{ field, largest: 8, smallest: 5 }] },
  ],
});

const putLayout = (conferenceId: string, field: string) =>
  callSystem(
    `/v1/conferences/${conferenceId}`,
    asSecretariat({
      method: "PUT",
      body: { ...draftBody, registration: buildOpenPeriod(), badgeLayout: cardWith(field) },
    }),
  );

async function readPdf(path: string, body?: object): Promise<string> {
  const { api, tokens } = getSharedSystem();
  const answer = await fetch(`${api}${path}`, {
    headers: { authorization: `Bearer ${tokens.secretariat}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
  return readPageTexts(Buffer.from(await answer.arrayBuffer())).join();
}

test("a badge shows an answer by its layout, until the question is removed; none that must not be read", async () => {
  const conferenceId = await createAskingConference([meal, illness]);
  const { body } = await postRegistration(conferenceId, { answers: { meal: "fish", illness: "asthma" } });
  await postDecision(body.registrationId, "approve");
  for (const field of ["answer:illness", "answer:unknown"]) {
    const refused = await putLayout(conferenceId, field);
    expect([refused.status, refused.body.errors.map(({ path }) => path.split(".")[0])]).toEqual([422, ["badgeLayout"]]);
  }
  expect((await putLayout(conferenceId, "answer:meal")).status).toBe(200);
  const path = `/v1/registrations/${body.registrationId}/badge.pdf`;
  expect(await readPdf(path)).toContain("Fish on Friday");
  expect(await readPdf(`/v1/conferences/${conferenceId}/badge-preview`, {})).toContain("Rice on every single day");
  const drawn = asSecretariat({ body: { layout: cardWith("answer:meal") } });
  expect(await callSuccessfully(`/v1/conferences/${conferenceId}/badge-drawings`, drawn)).toMatchObject({
    items: [{ registrationId: body.registrationId }],
  });
  await askQuestions(conferenceId, illness);
  expect(await readPdf(path)).not.toContain("Fish");
  // The layout stays as it is.
  expect((await putLayout(conferenceId, "answer:meal")).status).toBe(200);
});
