import type * as z from "zod/mini";
import type { signInResponse } from "#shared/sign-in/contract.ts";
import { waitFor } from "../support/wait-for.ts";
import type { ConferenceDesk, RegistrationRow } from "./conference.ts";

/** An email as the mailbox lists it. */
interface ListedEmail {
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string };
}

/** The time limit for one email, in ms: 600 approvals with their badges may be sent before it. */
const signInEmailTimeoutMs = 300_000;

/** One delegate, signed in by an emailed link. */
export class SignedInDelegate {
  readonly #desk: ConferenceDesk;
  readonly #registrationId: string;
  readonly #token: string;

  private constructor(desk: ConferenceDesk, registrationId: string, token: string) {
    this.#desk = desk;
    this.#registrationId = registrationId;
    this.#token = token;
  }

  /** Requests a link, waits for the email, and signs in with its token. */
  static async signIn(desk: ConferenceDesk, { person: { email = "" } }: RegistrationRow): Promise<SignedInDelegate> {
    const { client, system } = desk.journey;
    const since = Math.floor(Date.now() / 1000) - 1;
    await client.sendSuccessfully("requestSignInLink", { body: { email, conferenceId: desk.conferenceId } });
    desk.expectedEmails.add("sign-in");
    const token = await waitFor(
      signInEmailTimeoutMs,
      () => findSignInToken(system.mailbox, email, since),
      Boolean,
      200,
    );
    const answer = await client.sendSuccessfully<z.infer<typeof signInResponse>>("signIn", { body: { token } });
    const [registrationId] = answer.registrations;
    if (!registrationId) throw new Error("a sign-in without a registration");
    return new SignedInDelegate(desk, registrationId, answer.accessToken);
  }

  async read(): Promise<RegistrationRow> {
    return this.#desk.journey.client.sendSuccessfully<RegistrationRow>("getRegistration", this.#getOwnRequest());
  }

  /** @returns the API's answer, which may be an error */
  async amend(version: number, body: object): Promise<{ status: number; body: RegistrationRow }> {
    const headers = { "if-match": String(version) };
    return this.#desk.journey.client.send<RegistrationRow>("amendRegistration", {
      ...this.#getOwnRequest(),
      headers,
      body,
    });
  }

  async withdraw(): Promise<void> {
    await this.#desk.journey.client.sendSuccessfully("withdrawRegistration", { ...this.#getOwnRequest(), body: {} });
    this.#desk.expectedEmails.add("withdrawn");
  }

  #getOwnRequest() {
    return { params: { registrationId: this.#registrationId }, token: this.#token };
  }
}

/** The token of the newest sign-in email to an address, from the fragment of the link. */
async function findSignInToken(mailbox: string, email: string, since: number): Promise<string> {
  const answer = await fetch(`${mailbox}/store?since=${since}`);
  const { emails } = (await answer.json()) as { emails: readonly ListedEmail[] };
  const texts = emails
    .filter(({ destination }) => destination.to.some((to) => to.includes(email)))
    .map(({ body }) => body.text ?? "");
  const tokens = texts.flatMap((text) => /[#&]sign-in=([^\s"<]+)/.exec(text)?.[1] ?? []);
  return decodeURIComponent(tokens.at(-1) ?? "");
}
