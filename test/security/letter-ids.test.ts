import { expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId, deriveId } from "#shared/dynamodb/keys.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { createConference } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { useHandlers } from "../support/protection.ts";

const place = useHandlers();

test("the id that the form returns does not lead to the visa letter, which only its owner can verify", async () => {
  const conferenceId = `letters-${createId()}`;
  await createConference(place.started.table, conferenceId, { capacity: 5, arrivalsPerSecond: 1 });
  const email = `visa.${conferenceId}@example.org`;
  const form = buildFormBody({ needs: { visaLetter: true } }, { email });
  const { body } = await place.handlers.submit(conferenceId, JSON.stringify(form));
  const registrationId = String(body.registrationId);
  expect((await place.handlers.decide(registrationId, "approve")).status).toBe(200);
  const issued = await place.handlers.call("issueVisaLetter", registrationId, {});
  expect(issued.status).toBe(200);
  expect(JSON.stringify(issued.body)).not.toMatch(/letterIds/i);

  const verify = async (letterId: string) => {
    const answer = await place.handlers.call("verifyVisaLetter", letterId, "", { caller: { kind: "anonymous" } });
    return answer.status === 200 ? (answer.body as { readonly state?: string }).state : answer.status;
  };
  for (const number of ["1", "2"]) expect(await verify(deriveId("visa-letter", registrationId, number))).toBe(404);
  const owner: Caller = {
    kind: "delegate",
    conferenceId,
    registrationIds: [registrationId],
    addressDigest: computeAddressDigest(email),
    delegationIds: [],
  };
  const own = await place.handlers.call("getOwnData", registrationId, "", { caller: owner });
  const letters = (own.body as { readonly visaLetters?: readonly { number: number; letterId: string }[] }).visaLetters;
  expect(letters?.map(({ number }) => number)).toEqual([1, 2]);
  expect(await Promise.all((letters ?? []).map(({ letterId }) => verify(letterId)))).toEqual(["revoked", "valid"]);
});
