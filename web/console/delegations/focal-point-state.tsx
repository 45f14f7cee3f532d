import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { TextArea } from "../../kit/components/fields.tsx";
import { Notice, ProblemNotice, Tag } from "../../kit/components/notices.tsx";
import { parseEmailAddresses } from "../../kit/form/form-values.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

type Confirmation = ApiAnswer<"listDelegations">["items"][number]["confirmation"];

/** Whether the focal points have to confirm, or have declined; nothing for others. */
export function FocalPointTag({ confirmation }: { readonly confirmation: Confirmation }) {
  const { t } = useTranslation();
  if (!confirmation) return null;
  return <Tag tone={confirmation === "declined" ? "danger" : "warning"}>{t(`focalPoints.${confirmation}`)}</Tag>;
}

interface FocalPointStateProps {
  readonly delegation: Pick<ApiAnswer<"getDelegation">, "delegationId" | "version" | "confirmation" | "focalPoints">;
  readonly onChanged: () => void;
}

/** What a missing confirmation means, asking these or other focal points again, and confirming on their behalf. */
export function FocalPointState({ delegation, onChanged }: FocalPointStateProps) {
  const { t } = useTranslation();
  const { callApi, canDecide } = useConsoleContext();
  const { busy, error, run } = useAction();
  const { delegationId, version, confirmation, focalPoints } = delegation;
  const [typed, setTyped] = useFormState(`focal-points.${delegationId}.${version}`, focalPoints.join("\n"));
  if (!confirmation) return null;
  const addresses = parseEmailAddresses(typed);
  const isChanged = addresses.join() !== focalPoints.join();
  const params = { delegationId };
  const askAgain = () =>
    run(async () => {
      await callApi("updateDelegation", {
        params,
        body: { confirmation: "awaited", ...(isChanged && { focalPoints: addresses }) },
        version,
      });
      announce(t("focalPoints.asked"));
      onChanged();
    });
  const confirm = () =>
    run(async () => {
      await callApi("confirmFocalPoint", { params, body: { confirm: true }, version });
      announce(t("focalPoints.confirmed"));
      onChanged();
    });
  return (
    <Notice tone="warning">
      <p>{t(confirmation === "declined" ? "focalPoints.declinedLead" : "focalPoints.awaitedLead")}</p>
      <ProblemNotice error={error} t={t} />
      {canDecide && (
        <TextArea
          id="focal-points"
          label={t("delegations.focalPoints")}
          hint={t("organization.focalPointsHint")}
          value={typed}
          onInput={setTyped}
        />
      )}
      {canDecide && (
        <div class="row">
          <Button kind="secondary" small busy={busy} onPress={askAgain}>
            {t("focalPoints.askAgain")}
          </Button>
          {!isChanged && (
            <Button kind="secondary" small busy={busy} onPress={confirm}>
              {t("focalPoints.confirm")}
            </Button>
          )}
        </div>
      )}
    </Notice>
  );
}
