import type { Handler } from "#shared/http/request.ts";
import { closeSession } from "#shared/store/sign-in.ts";
import type { Table } from "#shared/store/table.ts";

/** From now on the token opens nothing, wherever else it is kept. */
export const signOut =
  (table: Table): Handler<"signOut"> =>
  async ({ body: { accessToken }, now }) => {
    await closeSession(table, accessToken, Date.parse(now));
    return {};
  };
