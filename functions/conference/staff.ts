import { Refusal } from "#shared/domain/refusal.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { introduce, staffMembers } from "#shared/store/staff.ts";
import type { Table } from "#shared/store/table.ts";

/** The address is the token's: nobody can go by another's. */
export const introduceStaff =
  (table: Table): Handler<"introduceStaff"> =>
  async ({ caller, now }) => {
    if (caller.kind !== "staff") throw new Refusal("not-allowed");
    const { id, email } = caller;
    await introduce(table, { id, email }, now);
    return { id, email };
  };

/** Where a conference names its staff, those alone: who works elsewhere is nobody's business here. */
export const listStaff =
  (table: Table): Handler<"listStaff"> =>
  async ({ params: { conferenceId }, caller, access }) => {
    const conference = await loadConference(table, conferenceId);
    mustBeStaff(conference, { caller, access });
    const named = conference.staff?.map(({ email }) => email.toLowerCase());
    const items = (await staffMembers(table)).filter(({ email }) => named?.includes(email.toLowerCase()) ?? true);
    return { items, next: null };
  };
