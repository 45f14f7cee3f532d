import { useRef, useState } from "preact/hooks";
import { announce } from "../../kit/announce.ts";
import { Button } from "../../kit/button.tsx";
import { Confirm } from "../../kit/dialog.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

/** Keeps the list as it is now; whoever keeps a final one is asked first. */
export function Keep({ onKept }: { readonly onKept: () => void }) {
  const { t } = useWords();
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const [isAsking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  // The same until it is kept, so that a lost answer doesn't keep a list twice.
  const key = useRef(crypto.randomUUID());
  const keep = (status: "draft" | "final") =>
    run(async () => {
      const sent = { params: { conferenceId }, body: { status }, key: `${key.current}-${status}` };
      const { version, named } = await ask("keepListVersion", sent);
      key.current = crypto.randomUUID();
      announce(t("list.kept", { version, named }));
      setAsking(false);
      onKept();
    });
  return (
    <section class="stack" aria-labelledby="list-keep">
      <h2 id="list-keep">{t("list.keep")}</h2>
      <p class="soft">{t("list.keepMeans")}</p>
      <div class="row">
        <Button kind="secondary" busy={busy} onPress={() => keep("draft")}>
          {t("list.keepDraft")}
        </Button>
        <Button kind="secondary" onPress={() => setAsking(true)}>
          {t("list.keepFinal")} …
        </Button>
      </div>
      {error !== undefined && !isAsking && <ProblemNotice error={error} t={t} />}
      {isAsking && (
        <Confirm
          title={t("list.keepFinal")}
          yes={t("list.keepFinal")}
          no={t("common.cancel")}
          busy={busy}
          onYes={() => keep("final")}
          onNo={() => setAsking(false)}
        >
          <p>{t("list.finalMeans")}</p>
          {error !== undefined && <ProblemNotice error={error} t={t} />}
        </Confirm>
      )}
    </section>
  );
}
