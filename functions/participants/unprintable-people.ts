import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { listRegistrations } from "#shared/registrations/registrations.repository.ts";
import { listUnprintableTexts } from "#shared/registrations/unprintable-texts.rules.ts";

/** The live registrations with a character that no font has, so that an officer can correct them before printing. */
export const listUnprintablePeople =
  (table: Table): ApiHandler<"listUnprintablePeople"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { registrations } = await listRegistrations(table, conferenceId, {}, undefined, Number.MAX_SAFE_INTEGER);
    const items = registrations.filter(isLive).flatMap((registration) => {
      const texts = listUnprintableTexts(registration).map(({ path, characters }) => ({
        path,
        characters: [...characters],
      }));
      const { registrationId } = registration;
      return texts.length > 0 ? [{ registrationId, name: getDisplayName(registration), texts }] : [];
    });
    return { items, next: null };
  };
