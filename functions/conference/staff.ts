import { listStaffDirectory, saveStaffEmail } from "#shared/auth/staff.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** Stores the e-mail address of the caller, from the verified token. */
export const registerStaffMember =
  (table: Table): ApiHandler<"registerStaffMember"> =>
  async ({ caller, now }) => {
    if (caller.kind !== "staff") throw new DomainError("not-allowed");
    const { id, email } = caller;
    await saveStaffEmail(table, { id, email }, now);
    return { id, email };
  };

/** Lists the staff of a conference. If the conference has a list of staff, only these are returned. */
export const listStaff =
  (table: Table): ApiHandler<"listStaff"> =>
  async (request) => {
    const { staff } = await loadConferenceForStaff(table, request);
    const addresses = staff?.map(({ email }) => email.toLowerCase());
    const directory = await listStaffDirectory(table);
    const items = directory.filter(({ email }) => addresses?.includes(email.toLowerCase()) ?? true);
    return { items, next: null };
  };
