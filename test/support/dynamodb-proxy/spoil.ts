import type { ServerResponse } from "node:http";
import { isWrite, type ProxyCall } from "./call.ts";
import {
  type CancellationReason,
  createCancelledAnswer,
  createErrorAnswer,
  createReason,
  type ProxyAnswer,
  sendAnswer,
  sendHalfAnswer,
} from "./proxy-answer.ts";
import type { DrawnFaults, ProxyTally } from "./proxy-faults.ts";

/** Gives the client the answer of a call that was carried out: or half of it, or another, or none. */
export function sendWithFaults(
  outgoing: ServerResponse,
  call: ProxyCall,
  fate: DrawnFaults,
  answer: ProxyAnswer,
  tally: ProxyTally,
): void {
  const written = answer.status === 200 && isWrite(call);
  if (written && fate.dropAnswer !== undefined) {
    tally.dropped += 1;
    outgoing.destroy();
  } else if (written && fate.serverErrorAfter !== undefined) {
    tally.serverErrors += 1;
    sendAnswer(outgoing, createErrorAnswer("InternalServerError", 500));
  } else if (answer.status === 200 && fate.truncate !== undefined && answer.body.length > 1) {
    tally.truncated += 1;
    sendHalfAnswer(outgoing, answer);
  } else {
    sendAnswer(outgoing, fate.conflictBesideFailure === undefined ? answer : addConflictReason(answer, fate, tally));
  }
}

/** A transaction whose condition failed also conflicts at another item: both are among the reasons. */
function addConflictReason(answer: ProxyAnswer, fate: DrawnFaults, tally: ProxyTally): ProxyAnswer {
  const { CancellationReasons: reasons = [] } = JSON.parse(answer.body.toString()) as {
    CancellationReasons?: readonly CancellationReason[];
  };
  const quiet = reasons.flatMap(({ Code }, index) => (Code === "None" ? [index] : []));
  const at = quiet[Math.floor((fate.conflictBesideFailure ?? 0) * quiet.length)];
  if (at === undefined || !reasons.some(({ Code }) => Code === "ConditionalCheckFailed")) return answer;
  tally.conflictsBesideFailures += 1;
  return createCancelledAnswer(reasons.with(at, createReason("TransactionConflict")));
}
