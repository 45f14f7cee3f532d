import { Refusal } from "#shared/domain/refusal.ts";
import { takeOut } from "#shared/erasure/begin.ts";
import { finishErasure } from "#shared/erasure/finish.ts";
import type { Stores } from "#shared/erasure/stores.ts";
import { actorOf, mustMayOpen } from "#shared/http/caller.ts";
import { log } from "#shared/http/log.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { receipt } from "./receipt.ts";

/** The person, or the secretariat for them and with a reason, wants nothing kept. What time doesn't allow, the sweep does. */
export const eraseRegistration =
  (stores: Stores): Handler<"eraseRegistration"> =>
  async ({ params: { registrationId }, query, caller, access, now: at, deadline }) => {
    const because = reasonOf(caller, query);
    await takeOut(stores.table, {
      registrationId,
      because,
      context: { actor: actorOf(caller, registrationId), at },
      deadline,
      mayErase: (conference, registration) => mustMayOpen(conference, registration, { caller, access }),
    });
    const { erasure } = await finishErasure(stores, registrationId, deadline);
    if (!erasure) throw new Error("an erasure that left no receipt");
    log("registration.erased", { registrationId, because, done: erasure.doneAt !== undefined });
    return { registrationId, erasure: receipt(erasure) };
  };

/** @throws Refusal `invalid-request` for staff who don't say why */
function reasonOf(
  { kind }: Request<"eraseRegistration">["caller"],
  { because }: Request<"eraseRegistration">["query"],
) {
  if (because === undefined && kind === "staff")
    throw new Refusal("invalid-request", [{ path: "?because", rule: "required" }]);
  return because ?? "at-their-request";
}
