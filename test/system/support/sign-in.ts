import { waitFor } from "../../support/wait-for.ts";
import { type DeliveredEmail, getSignInToken, readEmails } from "./mailbox.ts";
import { type ApiResponseBody, callSystem, getSharedSystem, waitTimeoutMs } from "./system.ts";

const readLinks = async (address: string): Promise<DeliveredEmail[]> =>
  (await readEmails(getSharedSystem().home)).filter(({ to, kind }) => to === address && kind.endsWith("sign-in"));

/** Requests a link for an address. @returns the token of the email that the request sends */
export async function receiveSignInToken(address: string, request: () => Promise<unknown>): Promise<string> {
  const earlier = await readLinks(address);
  await request();
  const links = await waitFor(
    waitTimeoutMs,
    () => readLinks(address),
    (found) => found.length > earlier.length,
  );
  const link = links.find(({ emailId }) => !earlier.some((each) => each.emailId === emailId));
  if (!link) throw new Error("no sign-in email");
  return getSignInToken(link);
}

/** The owner of an address requests a link and opens it, which confirms the address. @returns the session */
export async function signInByEmail(conferenceId: string, email: string): Promise<ApiResponseBody> {
  const token = await receiveSignInToken(email, () =>
    callSystem("/v1/sign-in-links", { body: { email, conferenceId } }),
  );
  return (await callSystem("/v1/sign-ins", { body: { token } })).body;
}
