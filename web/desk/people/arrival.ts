import type * as z from "zod/mini";
import type { application } from "#shared/contract/registration.ts";
import { call } from "../../api/client.ts";
import { freshToken } from "../../session/staff-session.ts";
import { printBadge } from "./print.ts";

export type Application = z.input<typeof application>;

/** One walk-in, in three steps. Tried again after one of them failed, it goes on with that step. */
export class Arrival {
  readonly #conferenceId: string;
  readonly #language: string;
  readonly #key = crypto.randomUUID();
  #attempt = 0;
  #registrationId: string | undefined;
  #isSeated: boolean | undefined;

  constructor(conferenceId: string, language: string) {
    this.#conferenceId = conferenceId;
    this.#language = language;
  }

  /** @throws Refused, Unreachable */
  async carryOut(body: Application): Promise<"printed" | "not-seated"> {
    const registrationId = await this.#register(body);
    this.#isSeated ??= await this.#approve(registrationId);
    if (!this.#isSeated) return "not-seated";
    await printBadge(registrationId);
    return "printed";
  }

  async #register(body: Application): Promise<string> {
    // What was changed after a refusal is another request; one that got no answer is sent again as the same.
    const said = JSON.stringify(body);
    if (said !== this.#said) this.#attempt += 1;
    this.#said = said;
    this.#registrationId ??= (
      await call("submitRegistration", {
        params: { conferenceId: this.#conferenceId },
        body,
        token: await freshToken(),
        language: this.#language,
        key: `${this.#key}-${this.#attempt}`,
      })
    ).registrationId;
    return this.#registrationId;
  }

  #said = "";

  /** @returns whether there was a seat */
  async #approve(registrationId: string): Promise<boolean> {
    const { accreditation, seat } = await call("decide", {
      params: { registrationId },
      body: { decision: "approve" },
      token: await freshToken(),
      language: this.#language,
    });
    return accreditation === "approved" && seat === "held";
  }
}
