import { useState } from "preact/hooks";
import { go, usePlace } from "../../kit/fragment.ts";
import { useOffice } from "../office.ts";
import { useDelegationNames } from "../use-delegation-names.ts";
import { useWords } from "../words.ts";
import { Batch } from "./batch.tsx";
import { Order } from "./order.tsx";
import { Uncollected } from "./uncollected.tsx";

/** Badges in batches, each one file to print; and those that were printed and nobody has come for. */
export function Badges() {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const { job } = usePlace();
  const { conferenceId } = settings;
  const names = useDelegationNames(language);
  /** Raised when a batch is done: what it printed lies at the desk from then on. */
  const [round, setRound] = useState(0);
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.badges")}</h1>
      <p class="soft">{t("badges.lead")}</p>
      <Order names={names} onStarted={(jobId) => go({ conference: conferenceId, view: "badges", job: jobId })} />
      {job && <Batch key={job} jobId={job} onDone={() => setRound((each) => each + 1)} />}
      <Uncollected {...{ names, round }} />
    </div>
  );
}
