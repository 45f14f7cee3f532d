import type { Handler } from "#shared/http/request.ts";
import { type Issuer, isStaffToken, readStaffToken } from "#shared/http/staff-token.ts";
import { closeSession } from "#shared/store/sign-in.ts";
import { endAllStaffSessions, endStaffSession } from "#shared/store/staff-sessions.ts";
import type { Table } from "#shared/store/table.ts";

/**
 * From now on the token opens nothing, wherever else it is kept; of the staff, nor does any other of the same sign-in, or,
 * `everywhere`, of any sign-in of the same person until now.
 */
export const signOut =
  (table: Table, issuer: Issuer): Handler<"signOut"> =>
  async ({ body: { accessToken, everywhere }, now }) => {
    const at = Date.parse(now);
    if (!isStaffToken(accessToken)) {
      await closeSession(table, accessToken, at);
      return {};
    }
    const session = await readStaffToken(issuer, accessToken);
    if (session && everywhere) await endAllStaffSessions(table, session.id, at);
    else if (session) await endStaffSession(table, session, at);
    return {};
  };
