import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import { announce } from "../../kit/components/announce.ts";
import { useStoredState } from "../../kit/hooks/use-stored-state.ts";
import { type ApiCaller, type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { formatPersonName } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { type DeferredDecision, DeferredDecisions } from "./deferred-decisions.ts";
import { readUndoTime } from "./undo-time.ts";

/** The body of the request. */
export const toDecisionBody = ({ fields, ...body }: AccreditationDecision) => ({
  ...body,
  ...(fields && { fields: [...fields] }),
});

/** No decision is older than the page of this tab, or the session before in it. */
const storageName = "deferred-decisions";

/**
 * The deferred decisions of the signed-in account. They are carried out at once when the page is left or another
 * conference is opened; after the end of a session they wait for the next one.
 * @param conferenceId the conference that is shown
 */
export function useDeferredDecisions(callApi: ApiCaller, conferenceId: string | undefined): DeferredDecisions {
  const { t } = useTranslation();
  const [kept, save] = useStoredState<readonly DeferredDecision[]>(storageName, []);
  const latest = useRef({ callApi, save, t });
  latest.current = { callApi, save, t };
  const deferred = useMemo(
    () =>
      new DeferredDecisions({
        send: ({ registrationId, version, body, idempotencyKey }) =>
          latest.current.callApi("decideRegistration", {
            params: { registrationId },
            body: toDecisionBody(body),
            version,
            idempotencyKey,
            keepalive: true,
          }),
        save: (all) => latest.current.save(all),
        getDelay: () => readUndoTime() * 1_000,
      }),
    [],
  );
  useEffect(() => {
    const leave = () => deferred.leave();
    const tell = (after: StaffRegistration, { body }: DeferredDecision) =>
      announce(latest.current.t(`decided.${body.decision}`, { name: formatPersonName(after) }));
    const unsubscribe = deferred.subscribeToOutcomes(tell);
    addEventListener("pagehide", leave);
    deferred.start(kept);
    return () => {
      removeEventListener("pagehide", leave);
      unsubscribe();
      deferred.stop();
    };
  }, []);
  const shown = useRef(conferenceId);
  useEffect(() => {
    if (shown.current !== undefined && shown.current !== conferenceId) void deferred.carryOutAll();
    shown.current = conferenceId;
  }, [conferenceId]);
  return deferred;
}

/** Reads from the deferred decisions, and again when they change. */
export function useDeferred<T>(deferred: DeferredDecisions, read: (deferred: DeferredDecisions) => T): T {
  const latest = useRef(read);
  latest.current = read;
  const [, setSeen] = useState(() => read(deferred));
  useEffect(() => {
    const look = () => setSeen(() => latest.current(deferred));
    look();
    return deferred.subscribe(look);
  }, [deferred]);
  return read(deferred);
}

/** The deferred decision on a registration. */
export function useDeferredDecision(registrationId: string): DeferredDecision | undefined {
  const { deferred } = useConsoleContext();
  return useDeferred(deferred, (all) => all.find(registrationId));
}

/** Calls back with each registration that a deferred decision has changed. */
export function useCarriedOut(onCarriedOut: (after: StaffRegistration, decision: DeferredDecision) => void): void {
  const { deferred } = useConsoleContext();
  const latest = useRef(onCarriedOut);
  latest.current = onCarriedOut;
  useEffect(() => deferred.subscribeToOutcomes((...outcome) => latest.current(...outcome)), [deferred]);
}
