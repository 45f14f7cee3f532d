import type * as z from "zod/mini";
import type { organizationList } from "#shared/contract/delegation.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { accreditedDelegations } from "#shared/store/delegations.ts";
import type { Table } from "#shared/store/table.ts";

/** So long a sandbox tells what it read, in ms: everybody who opens the form asks, and accrediting is rare. */
const staysFor = 60_000;

const mostOrganizations = 1_000;

/** Of so many conferences a sandbox remembers them. */
const mostRemembered = 20;

interface Remembered {
  readonly at: number;
  readonly answer: z.input<typeof organizationList>;
}

/** The organizations that are accredited: their names, and nothing of who acts for them or comes. */
export const listOrganizations = (table: Table): Handler<"listOrganizations"> => {
  const remembered = new Map<string, Remembered>();
  return async ({ params: { conferenceId }, now }) => {
    const at = Date.parse(now);
    const known = remembered.get(conferenceId);
    if (known && at - known.at < staysFor) return known.answer;
    await loadConference(table, conferenceId);
    const accredited = await accreditedDelegations(table, conferenceId, mostOrganizations);
    const items = accredited.map(({ name, category, country }) => ({ name, category, ...(country && { country }) }));
    const answer = { items, next: null };
    remembered.delete(conferenceId);
    remembered.set(conferenceId, { at, answer });
    for (const oldest of [...remembered.keys()].slice(0, -mostRemembered)) remembered.delete(oldest);
    return answer;
  };
};
