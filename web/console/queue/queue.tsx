import { useState } from "preact/hooks";
import { announce } from "../../kit/announce.ts";
import { replace, usePlace } from "../../kit/fragment.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { Case, NoCase } from "../case/case.tsx";
import { DecideDialog } from "../case/decide-dialog.tsx";
import { useCase } from "../case/use-case.ts";
import { type DecisionName, useReview } from "../case/use-review.ts";
import { nameOf } from "../names.ts";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Bulk } from "./bulk.tsx";
import { filterOf } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { keepShortcutsOn, readShortcutsOn, useShortcuts } from "./keys.ts";
import { Legend } from "./legend.tsx";
import { People } from "./people.tsx";
import { useChosen } from "./use-chosen.ts";
import { useQueue } from "./use-queue.ts";
import { useSteps } from "./use-steps.ts";

/** The queue: filters, the list, and whoever is open beside it; all of it by keyboard. */
export function Queue() {
  const { t } = useWords();
  const { decides, settings } = useOffice();
  const place = usePlace();
  const filter = filterOf(place);
  const [text, setText] = useTyped(`search.${settings.conferenceId}`, "");
  const [last, setLast] = useState("");
  const [keysOn, setKeysOn] = useState(readShortcutsOn);
  const queue = useQueue(filter, text);
  const chosen = useChosen(settings.conferenceId);
  const opened = useCase(place["registration"]);
  const { registration } = opened;
  const steps = useSteps(queue, place);
  const done = (after: Registration, decision: DecisionName) => {
    const said = t(decides ? `decided.${decision}` : "decided.proposed", { name: nameOf(after) });
    announce(said);
    setLast(said);
    queue.show(after);
    if (!steps.go(1)) opened.again();
  };
  const review = useReview(registration, done);
  const listed = queue.items.find((each) => each.registrationId === place["registration"]);
  useShortcuts(
    {
      j: () => steps.go(1),
      ArrowDown: () => steps.go(1),
      k: () => steps.go(-1),
      ArrowUp: () => steps.go(-1),
      a: () => review.begin("approve"),
      r: () => review.begin("reject"),
      t: () => review.begin("return"),
      v: () => review.begin("revoke"),
      u: () => review.begin("reopen"),
      x: () => listed && decides && chosen.toggle(listed, !chosen.has(listed)),
      "/": () => document.getElementById("search")?.focus(),
    },
    keysOn,
  );
  const close = () => {
    const { registration: _, ...list } = place;
    replace(list);
  };
  return (
    <div class={place["registration"] ? "review opened" : "review"}>
      <h1 id="queue-title">{t("nav.queue")}</h1>
      <Legend isOn={keysOn} onChange={(isOn) => [keepShortcutsOn(isOn), setKeysOn(isOn)]} />
      <section class="review-list stack" aria-labelledby="queue-title">
        <Filters key={text} {...{ place, filter, text }} onSearch={setText} />
        {last !== "" && <p class="small last">{last}</p>}
        {chosen.all.length > 0 && <Bulk {...{ chosen }} onDone={queue.again} />}
        <People {...{ queue, chosen }} open={place["registration"]} />
      </section>
      <section class="review-case" aria-label={t("case.title")}>
        {registration ? (
          <Case {...{ registration, review }} onClose={close} again={opened.again} />
        ) : (
          <NoCase error={opened.error} onRetry={opened.again} />
        )}
      </section>
      {registration && review.asking && (
        <DecideDialog
          title={`${t(`decide.${review.asking.decision}`)}${t("common.colon")}${nameOf(registration)}`}
          registrationId={registration.registrationId}
          asking={review.asking}
          busy={review.busy}
          error={review.error}
          onSend={review.send}
          onCancel={review.cancel}
        />
      )}
    </div>
  );
}
