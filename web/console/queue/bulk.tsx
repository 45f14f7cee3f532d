import { useState } from "preact/hooks";
import { type Decision, decisions } from "#shared/domain/accreditation.ts";
import { Button } from "../../kit/button.tsx";
import { go } from "../../kit/fragment.ts";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { possible } from "../case/use-review.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { Chosen } from "./use-chosen.ts";

/** What may be decided on all who are ticked. */
export function Bulk({ chosen, onDone }: { readonly chosen: Chosen; readonly onDone: () => void }) {
  const { t } = useWords();
  const { ask, settings, decides } = useOffice();
  const [decision, setDecision] = useState<Decision["decision"]>();
  const { busy, error, run } = useAction();
  const { conferenceId } = settings;
  const confirmed = chosen.all.filter(({ accreditation, seat }) => accreditation === "approved" && seat === "held");
  const print = () =>
    run(async () => {
      const body = { registrationIds: confirmed.map(({ registrationId }) => registrationId) };
      const { jobId } = await ask("startBadgeBatch", { params: { conferenceId }, body });
      go({ conference: conferenceId, view: "badges", job: jobId });
    });
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
        {decides && confirmed.length > 0 && (
          <Button kind="secondary" small busy={busy} onPress={print}>
            {t("bulk.badges")}
          </Button>
        )}
      </div>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
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
