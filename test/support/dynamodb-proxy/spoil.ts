import type { ServerResponse } from "node:http";
import { cancelled, problem, type Reason, reason } from "./answers.ts";
import { type Call, isWrite } from "./call.ts";
import type { Fate } from "./dice.ts";
import { type Answer, send, sendHalf } from "./http.ts";
import type { Tally } from "./tally.ts";

/** Gives the client the answer of a call that was carried out: or half of it, or another, or none. */
export function giveSpoiled(outgoing: ServerResponse, call: Call, fate: Fate, answer: Answer, tally: Tally): void {
  const written = answer.status === 200 && isWrite(call);
  if (written && fate.dropAnswer !== undefined) {
    tally.dropped += 1;
    outgoing.destroy();
  } else if (written && fate.serverErrorAfter !== undefined) {
    tally.serverErrors += 1;
    send(outgoing, problem("InternalServerError", 500));
  } else if (answer.status === 200 && fate.truncate !== undefined && answer.body.length > 1) {
    tally.truncated += 1;
    sendHalf(outgoing, answer);
  } else {
    send(outgoing, fate.conflictBesideFailure === undefined ? answer : alsoMet(answer, fate, tally));
  }
}

/** A transaction whose condition failed met somebody at another item too: both are among the reasons. */
function alsoMet(answer: Answer, fate: Fate, tally: Tally): Answer {
  const { CancellationReasons: reasons = [] } = JSON.parse(answer.body.toString()) as {
    CancellationReasons?: readonly Reason[];
  };
  const quiet = reasons.flatMap(({ Code }, index) => (Code === "None" ? [index] : []));
  const at = quiet[Math.floor((fate.conflictBesideFailure ?? 0) * quiet.length)];
  if (at === undefined || !reasons.some(({ Code }) => Code === "ConditionalCheckFailed")) return answer;
  tally.conflictsBesideFailures += 1;
  return cancelled(reasons.with(at, reason("TransactionConflict")));
}
