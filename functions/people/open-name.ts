import { mayReadName } from "#shared/domain/protection.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { wholeView } from "#shared/http/views.ts";
import { keepOpening, listOpenings } from "#shared/store/openings.ts";
import type { Table } from "#shared/store/table.ts";
import { loadOpened } from "./load-opened.ts";

/** A reader opens a protected name; that they did, when and why, is kept before it is shown. */
export const openName =
  (table: Table): Handler<"openName"> =>
  async ({ params, body, caller, access, now: at }) => {
    const { registration, conference } = await loadOpened(table, { params, caller, access });
    if (!registration.protection) throw new Refusal("wrong-state");
    if (caller.kind !== "staff" || !mayReadName(registration, caller.email)) throw new Refusal("name-protected");
    const { registrationId } = registration;
    await keepOpening(table, { registrationId }, { at, by: caller.id, reason: body.reason });
    return wholeView(registration, conference);
  };

/** Who opened the name, when and why. */
export const listNameOpenings =
  (table: Table): Handler<"listNameOpenings"> =>
  async ({ params, caller, access, query }) => {
    const { registration } = await loadOpened(table, { params, caller, access });
    const opened = { registrationId: registration.registrationId };
    const page = await listOpenings(table, opened, readCursor(query.cursor), Number(query.limit ?? 50));
    return { items: page.openings, next: writeCursor(page.next) };
  };
