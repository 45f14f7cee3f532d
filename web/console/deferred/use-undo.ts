import { announce } from "../../kit/components/announce.ts";
import { replaceLocation, useLocation } from "../../kit/hooks/use-location.ts";
import { useTranslation } from "../translations.ts";
import type { DeferredDecision, DeferredDecisions } from "./deferred-decisions.ts";

/** The views with a registration beside them. */
const viewsWithRegistration = ["queue", "register"];

/** Where a registration is opened: beside the list that is shown, or in the queue. */
export function useRegistrationLocation() {
  const pageLocation = useLocation();
  return ({ conferenceId, registrationId }: DeferredDecision) =>
    viewsWithRegistration.includes(pageLocation["view"] ?? "") && pageLocation["conference"] === conferenceId
      ? { ...pageLocation, registration: registrationId }
      : { conference: conferenceId, view: "queue", registration: registrationId };
}

/** @returns a function that undoes a decision and shows its registration again, if a list of registrations is shown */
export function useUndo(deferred: DeferredDecisions) {
  const { t } = useTranslation();
  const pageLocation = useLocation(["view"]);
  const locate = useRegistrationLocation();
  return (decision: DeferredDecision) => {
    if (!deferred.undo(decision.registrationId)) return;
    announce(t("deferred.undone", { name: decision.name }));
    if (viewsWithRegistration.includes(pageLocation["view"] ?? "")) replaceLocation(locate(decision));
  };
}
