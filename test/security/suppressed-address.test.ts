import { expect, test } from "vitest";
import { createId } from "#shared/dynamodb/keys.ts";
import { suppressAddress } from "#shared/email/suppressed-addresses.repository.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { createConference, openTable } from "../../bench/support/handlers.ts";
import { buildFormBody } from "../support/builders.ts";
import { useHandlers } from "../support/protection.ts";

const place = useHandlers();

test("an address that bounced in another conference is undeliverable, and it is not said since when", async () => {
  const conferenceId = `suppressed-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 5, arrivalsPerSecond: 1 });
  const email = `bounced.${conferenceId}@example.org`;
  const elsewhere = "2026-01-05T08:00:00.000Z";
  await suppressAddress(place.started.table, email, { emailId: "elsewhere", reason: "bounce", at: elsewhere });
  const before = new Date().toISOString();
  const { body } = await place.handlers.submit(
    conferenceId,
    JSON.stringify(buildFormBody({}, { email: `right.${conferenceId}@example.org` })),
  );
  const id = String(body.registrationId);
  const amended = await place.handlers.call("amendRegistration", id, { person: { email } }, { version: "*" });
  expect(amended.status).toBe(200);
  const { undeliverable } = await loadRegistration(place.started.table, id);
  expect(undeliverable).toMatchObject({ reason: "bounce", at: expect.any(String) });
  expect(String(undeliverable?.at) >= before).toBe(true);
});
