import type { Registration } from "#shared/domain/registration.ts";
import { type Known, likenessOf } from "#shared/domain/same-person.ts";
import { actorOf } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { mayCompare, registrationView } from "#shared/http/views.ts";
import { traitsOf } from "#shared/store/found-item.ts";
import { alikeIds } from "#shared/store/index-people.ts";
import { keepOpening } from "#shared/store/openings.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { loadOpened } from "./load-opened.ts";

const known = (registration: Registration): Known => ({ registration, traits: traitsOf(registration) });

/**
 * Who may be the same person, beside the registration itself, and by what. A likeness tells a protected name: readers
 * alone see it, and that they looked is kept first.
 */
export const listPossibleDuplicates =
  (table: Table): Handler<"listPossibleDuplicates"> =>
  async ({ params, caller, access, now: at }) => {
    const { registration, conference } = await loadOpened(table, { params, caller, access });
    const viewer = { conference, caller };
    const found = await loadRegistrations(table, await alikeIds(table, registration));
    const others = [...found.values()].flatMap((other) => {
      const matched = likenessOf(known(registration), known(other));
      return matched.length > 0 && mayCompare(registration, other, viewer) ? [{ other, matched }] : [];
    });
    const shown = others.length > 0 ? [registration, ...others.map(({ other }) => other)] : [];
    const actor = actorOf(caller);
    const by = actor.kind === "staff" ? actor.id : actor.kind;
    for (const { protection, registrationId } of shown) {
      if (protection) await keepOpening(table, { registrationId }, { at, by, reason: "possible-duplicates" });
    }
    return {
      registration: registrationView(registration, viewer),
      items: others.map(({ other, matched }) => ({ matched, registration: registrationView(other, viewer) })),
      next: null,
    };
  };
