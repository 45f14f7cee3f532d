import { useState } from "preact/hooks";
import type { Decision } from "#shared/domain/accreditation.ts";
import { Button } from "../../kit/button.tsx";
import { TextArea } from "../../kit/inputs.tsx";
import { useTyped } from "../../kit/use-kept.ts";
import { useWords } from "../words.ts";
import type { Forecast } from "./foresee.ts";
import { Preview } from "./preview.tsx";

interface Props {
  readonly forecast: Forecast;
  readonly decision: Decision["decision"];
  readonly count: number;
  readonly onSend: (decision: Decision) => void;
  readonly onCancel: () => void;
}

/** What a decision on many would do, and why it is made. */
export function BulkForm({ forecast, decision, count, onSend, onCancel }: Props) {
  const { t } = useWords();
  const [typed, setTyped] = useTyped(`bulk.${decision}`, "");
  const [tried, setTried] = useState(false);
  const isNeeded = decision !== "approve" && decision !== "reopen";
  const reason = typed.trim();
  const isMissing = isNeeded && reason === "";
  const submit = () => {
    setTried(true);
    if (isMissing) document.getElementById("bulk-reason")?.focus();
    else onSend({ decision, ...(reason !== "" && { reason }) });
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
      <Preview {...{ forecast, decision }} />
      {decision !== "approve" && (
        <TextArea
          id="bulk-reason"
          label={t("decide.reason")}
          hint={t(isNeeded ? "decide.reasonMailed" : "decide.reasonKept")}
          optional={isNeeded ? undefined : t("common.optional")}
          fault={tried && isMissing ? t("decide.reasonMissing") : undefined}
          value={typed}
          onInput={setTyped}
        />
      )}
      <div class="row">
        {count > 0 && (
          <Button type="submit" kind={isNeeded ? "danger" : "primary"}>
            {t(`bulk.${decision}`, { count })}
          </Button>
        )}
        <Button kind="secondary" onPress={onCancel}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
