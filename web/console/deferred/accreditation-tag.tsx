import { accreditationTransitions } from "#shared/model/accreditation.ts";
import { Tag } from "../../kit/components/notices.tsx";
import type { StaffRegistration } from "../console-context.ts";
import { accreditationTones } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { useDeferredDecision } from "./use-deferred-decisions.ts";

interface AccreditationTagProps {
  readonly registrationId: string;
  readonly state: StaffRegistration["accreditation"];
}

/** The accreditation of a registration, or what it will be once a deferred decision is carried out. */
export function AccreditationTag({ registrationId, state }: AccreditationTagProps) {
  const { t } = useTranslation();
  const deferred = useDeferredDecision(registrationId);
  if (!deferred) return <Tag tone={accreditationTones[state]}>{t(`accreditation.${state}`)}</Tag>;
  const { to } = accreditationTransitions[deferred.body.decision];
  return <Tag tone="info">{t("deferred.soon", { state: t(`accreditation.${to}`) })}</Tag>;
}
