import type { Handler } from "#shared/http/request.ts";
import { registrationOfPerson, requestLink } from "#shared/store/sign-in.ts";
import type { Table } from "#shared/store/table.ts";

/** Says the same to everyone; who is registered gets a mail. */
export const requestSignInLink =
  (table: Table): Handler<"requestSignInLink"> =>
  async ({ body: { email, conferenceId }, now, deadline }) => {
    const registrationId = await registrationOfPerson(table, conferenceId, email);
    await requestLink(table, conferenceId, registrationId, now, deadline);
    return {};
  };
