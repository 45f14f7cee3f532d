import type * as z from "zod/mini";
import type { signInAnswer } from "#shared/contract/sign-in.ts";
import type { ConferenceDesk, Row } from "./conference.ts";
import { until } from "./parallel.ts";

/** A mail as the mailbox lists it. */
interface ListedMail {
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string };
}

/** Patience with one mail, in ms: a burst of others may go before it. */
const mailPatience = 120_000;

/** One delegate, signed in by the link in their mail. */
export class Delegate {
  readonly #desk: ConferenceDesk;
  readonly #registrationId: string;
  readonly #token: string;

  private constructor(desk: ConferenceDesk, registrationId: string, token: string) {
    this.#desk = desk;
    this.#registrationId = registrationId;
    this.#token = token;
  }

  /** Asks for a link, waits for the mail, and signs in with what it carries. */
  static async signIn(desk: ConferenceDesk, { person: { email = "" } }: Row): Promise<Delegate> {
    const { client, system } = desk.journey;
    const since = Math.floor(Date.now() / 1000) - 1;
    await client.must("requestSignInLink", { body: { email, conferenceId: desk.conferenceId } });
    desk.mails.add("sign-in");
    const token = await until(mailPatience, () => tokenIn(system.mailbox, email, since), Boolean, 200);
    const answer = await client.must<z.infer<typeof signInAnswer>>("signIn", { body: { token } });
    const [registrationId] = answer.registrations;
    if (!registrationId) throw new Error("a sign-in that opens nothing");
    return new Delegate(desk, registrationId, answer.accessToken);
  }

  async read(): Promise<Row> {
    return this.#desk.journey.client.must<Row>("readRegistration", this.#mine());
  }

  /** @returns the API's answer, be it a refusal */
  async amend(version: number, body: object): Promise<{ status: number; body: Row }> {
    const headers = { "if-match": String(version) };
    return this.#desk.journey.client.send<Row>("amendRegistration", { ...this.#mine(), headers, body });
  }

  async withdraw(): Promise<void> {
    await this.#desk.journey.client.must("withdrawRegistration", { ...this.#mine(), body: {} });
    this.#desk.mails.add("withdrawn");
  }

  #mine() {
    return { params: { registrationId: this.#registrationId }, token: this.#token };
  }
}

/** The token of the newest sign-in mail to an address; it stands in the fragment of the mailed address. */
async function tokenIn(mailbox: string, email: string, since: number): Promise<string> {
  const answer = await fetch(`${mailbox}/store?since=${since}`);
  const { emails } = (await answer.json()) as { emails: readonly ListedMail[] };
  const texts = emails
    .filter(({ destination }) => destination.to.some((to) => to.includes(email)))
    .map(({ body }) => body.text ?? "");
  const tokens = texts.flatMap((text) => /#sign-in=([^\s"<]+)/.exec(text)?.[1] ?? []);
  return decodeURIComponent(tokens.at(-1) ?? "");
}
