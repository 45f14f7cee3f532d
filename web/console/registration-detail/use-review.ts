import { useRef } from "preact/hooks";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import { useAction, useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { readUndoTime } from "../deferred/undo-time.ts";
import { toDecisionBody } from "../deferred/use-deferred-decisions.ts";
import { formatPersonName } from "../labels.tsx";
import { type DecisionName, listPossibleDecisions } from "./decisions.ts";

const detailRefreshMs = 10_000;

/** Loads the open registration; undefined if none is open. */
export function useOpenRegistration(registrationId: string | undefined) {
  const { callApi } = useConsoleContext();
  const { loaded, reload, set } = useLoaded(
    async (signal): Promise<StaffRegistration | undefined> =>
      registrationId === undefined ? undefined : callApi("getRegistration", { params: { registrationId }, signal }),
    [registrationId, callApi],
  );
  useRefresh(reload, detailRefreshMs);
  const found = loaded.state === "ready" ? loaded.value : undefined;
  const registration = found?.registrationId === registrationId ? found : undefined;
  const show = (after: StaffRegistration) => set(keepAnnotations(registration, after));
  return {
    registration,
    error: loaded.state === "failed" ? loaded.error : undefined,
    reload,
    set: show,
    /** Shows a registration that has changed, if it is the open one. */
    showIfOpen: (after: StaffRegistration) => {
      if (after.registrationId === registrationId) show(after);
    },
  };
}

/** The answer to a decision has no annotations: it does not change them. */
function keepAnnotations(before: StaffRegistration | undefined, after: StaffRegistration): StaffRegistration {
  if (before?.registrationId !== after.registrationId || after.annotationsVersion !== undefined) return after;
  const { tags, assignee, notes, annotationsVersion } = before;
  return { ...after, tags, assignee, notes, annotationsVersion };
}

/**
 * Decides on the version that was read, so that concurrent changes are not overwritten.
 * @param onDone hears of a decision that was carried out at once, or of a proposal
 * @param onDeferred hears of a decision that can still be undone
 */
export function useReview(
  registration: StaffRegistration | undefined,
  onDone: (after: StaffRegistration, decision: DecisionName) => void,
  onDeferred: () => void,
) {
  const { callApi, canDecide, deferred } = useConsoleContext();
  const { busy, error, run } = useAction();
  const [pending, setPending] = useFormState<AccreditationDecision | undefined>(
    `decide.${registration?.registrationId}`,
    undefined,
  );
  // A repeated decision has the same idempotency key.
  const lastRequest = useRef({ content: "", key: "" });
  const sendNow = (body: AccreditationDecision) =>
    run(async () => {
      if (!registration) return;
      const { registrationId, version } = registration;
      const content = JSON.stringify([registrationId, version, body]);
      if (lastRequest.current.content !== content) lastRequest.current = { content, key: crypto.randomUUID() };
      const options = { params: { registrationId }, body: toDecisionBody(body), version };
      const after = canDecide
        ? await callApi("decideRegistration", { ...options, idempotencyKey: lastRequest.current.key })
        : await callApi("proposeDecision", options);
      setPending(undefined);
      onDone(after, body.decision);
    });
  const send = (body: AccreditationDecision) => {
    if (!registration) return;
    if (!canDecide || readUndoTime() === 0) return void sendNow(body);
    const { registrationId, conferenceId, version } = registration;
    deferred.add({ registrationId, conferenceId, version, name: formatPersonName(registration), body });
    setPending(undefined);
    onDeferred();
  };
  /** Every decision but an approval opens the dialog for its reason. */
  const start = (decision: DecisionName, proposed?: Omit<AccreditationDecision, "decision">) => {
    if (!registration || busy || !listPossibleDecisions(registration).includes(decision)) return;
    const { registrationId } = registration;
    if (deferred.find(registrationId)) return;
    if (decision === "approve") return send({ decision });
    const earlier = deferred.findEarlierBody(registrationId);
    setPending({ ...(earlier?.decision === decision && earlier), ...proposed, decision });
  };
  return { busy, error, pending, start, send, cancel: () => setPending(undefined) };
}

export type RegistrationReview = ReturnType<typeof useReview>;
