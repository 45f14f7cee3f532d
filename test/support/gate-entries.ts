import { createId, keys } from "#shared/dynamodb/keys.ts";
import { putItem, S, type Table, toItemKey } from "#shared/dynamodb/table.ts";
import type { CheckInPlace } from "#shared/model/check-in.ts";
import type { Registration } from "#shared/model/registration.ts";

/** Writes what the gates know of a person: a badge, and with a time, a scan on the way in. */
export async function addGateEntry(
  table: Table,
  { conferenceId, registrationId }: Pick<Registration, "conferenceId" | "registrationId">,
  at?: string,
  place: CheckInPlace = "venue",
): Promise<void> {
  const put = (key: ReturnType<typeof keys.badge>, data: object) =>
    putItem(table, { ...toItemKey(key), registrationId: S(registrationId), data: S(JSON.stringify(data)) });
  const badge = { registrationId, serial: 1, nameOnBadge: "Amina Diallo", category: "ngo" };
  await put(keys.badge(conferenceId, registrationId), badge);
  if (at === undefined) return;
  const event = { registrationId, place, direction: "in", at, scanId: createId(), serial: 1, gate: "Main" };
  await put(keys.checkInEvent(conferenceId, registrationId, place, event.scanId), event);
}
