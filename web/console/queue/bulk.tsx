import { useState } from "preact/hooks";
import { type Decision, decisions } from "#shared/domain/accreditation.ts";
import { Button } from "../../kit/button.tsx";
import { possible } from "../case/use-review.ts";
import { useWords } from "../words.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { Chosen } from "./use-chosen.ts";

/** What may be decided on all who are ticked. */
export function Bulk({ chosen, onDone }: { readonly chosen: Chosen; readonly onDone: () => void }) {
  const { t } = useWords();
  const [decision, setDecision] = useState<Decision["decision"]>();
  const useful = decisions.filter((each) => chosen.all.some((item) => possible(item).includes(each)));
  return (
    <section class="bulk stack-tight" aria-label={t("bulk.title")}>
      <p class="number">
        <strong>{t("bulk.chosen", { count: chosen.all.length })}</strong>{" "}
        <Button kind="quiet" small onPress={chosen.clear}>
          {t("bulk.none")}
        </Button>
      </p>
      <div class="row">
        {useful.map((each) => (
          <Button key={each} kind="secondary" small onPress={() => setDecision(each)}>
            {t(`decide.${each}`)} …
          </Button>
        ))}
      </div>
      {decision && (
        <BulkDialog
          {...{ decision }}
          all={chosen.all}
          onClose={(isDone) => {
            setDecision(undefined);
            if (!isDone) return;
            chosen.clear();
            onDone();
          }}
        />
      )}
    </section>
  );
}
