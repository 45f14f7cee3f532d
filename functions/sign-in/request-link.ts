import type { Handler } from "#shared/http/request.ts";
import { openableBy, requestLink } from "#shared/store/sign-in.ts";
import type { Table } from "#shared/store/table.ts";

/** Says the same to everyone; who is registered, or acts for a delegation, gets a mail. */
export const requestSignInLink =
  (table: Table): Handler<"requestSignInLink"> =>
  async ({ body: { email, conferenceId }, now, deadline }) => {
    await requestLink(table, conferenceId, await openableBy(table, conferenceId, email), now, deadline);
    return {};
  };
