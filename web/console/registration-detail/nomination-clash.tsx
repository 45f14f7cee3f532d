import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { buildHref, useLocation } from "../../kit/hooks/use-location.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { formatPersonName } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { hasOpenClash } from "./decisions.ts";

interface NominationClashProps {
  readonly registration: StaffRegistration;
  readonly onChanged: (after: StaffRegistration) => void;
}

/** A nomination of a person who is registered already: the secretariat accepts it here, or rejects it as any other. */
export function NominationClash({ registration, onChanged }: NominationClashProps) {
  const { t } = useTranslation();
  const { callApi, canDecide } = useConsoleContext();
  const pageLocation = useLocation();
  const { busy, error, run } = useAction();
  const { registrationId, delegationId, version, clash } = registration;
  if (!hasOpenClash(registration)) return null;
  const accept = () =>
    run(async () => {
      const after = await callApi("acceptNomination", { params: { registrationId }, body: {}, version });
      announce(t("clash.accepted", { name: formatPersonName(registration) }));
      onChanged(after);
    });
  return (
    <Notice tone="warning">
      <p>{t(delegationId === undefined ? "clash.meansOutside" : "clash.means")}</p>
      <ProblemNotice error={error} t={t} />
      <div class="row">
        {clash && <a href={buildHref({ ...pageLocation, registration: clash.registrationId })}>{t("clash.open")}</a>}
        {canDecide && delegationId !== undefined && (
          <Button kind="secondary" small busy={busy} onPress={accept}>
            {t("clash.accept")}
          </Button>
        )}
      </div>
    </Notice>
  );
}
