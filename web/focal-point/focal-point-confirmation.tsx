import { callApi } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { announce } from "../kit/components/announce.ts";
import { Button } from "../kit/components/button.tsx";
import { ProblemNotice } from "../kit/components/notices.tsx";
import type { OwnDelegationProps } from "./own-delegation.ts";
import { useTranslation } from "./translations.ts";

/** Asks a focal point who was copied from another conference to confirm or to decline. */
export function FocalPointConfirmation({ delegation, token, reload }: OwnDelegationProps) {
  const { t, language } = useTranslation();
  const { busy, error, run } = useAction();
  const { delegationId, confirmation } = delegation;
  if (!confirmation) return null;
  const answer = (confirm: boolean) =>
    run(async () => {
      await callApi("confirmFocalPoint", { params: { delegationId }, body: { confirm }, token, language });
      if (confirm) announce(t("focalPoint.confirmed"));
      reload();
    });
  const isDeclined = confirmation === "declined";
  return (
    <section class="sheet stack" aria-labelledby="focal-point-title">
      <h2 id="focal-point-title">{t(isDeclined ? "focalPoint.declinedTitle" : "focalPoint.title")}</h2>
      <p>{t(isDeclined ? "focalPoint.declined" : "focalPoint.lead")}</p>
      <ProblemNotice error={error} t={t} />
      <div class="row">
        <Button busy={busy} onPress={() => answer(true)}>
          {t("focalPoint.confirm")}
        </Button>
        {!isDeclined && (
          <Button kind="secondary" busy={busy} onPress={() => answer(false)}>
            {t("focalPoint.decline")}
          </Button>
        )}
      </div>
    </section>
  );
}
