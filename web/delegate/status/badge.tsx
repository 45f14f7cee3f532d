import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { QrCode } from "../../kit/qr-code.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useWords } from "../words.ts";
import { type KeptBadge, keepBadge, readBadge } from "./badge-store.ts";
import type { Standing } from "./open-registration.ts";

/** The code that opens the gates. Once shown it is there without a network too. */
export function Badge({ registration: { registrationId, badge }, token }: Standing) {
  const { t, language } = useWords();
  const [shown, setShown] = useState(() => current(registrationId, badge?.serial));
  const { busy, error, run } = useAction();
  const show = () =>
    run(async () => {
      const read = await call("readBadgeCode", { params: { registrationId }, token, language });
      keepBadge(registrationId, read);
      setShown(read);
      void stayUsable();
    });
  return (
    <section class="stack">
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      {shown ? (
        <BadgeCode badge={shown} />
      ) : (
        <Button busy={busy} onPress={show}>
          {t("myBadge.show")}
        </Button>
      )}
    </section>
  );
}

/** A kept code of an older serial opens nothing any more. */
function current(registrationId: string, serial: number | undefined): KeptBadge | undefined {
  const kept = readBadge(registrationId);
  return kept?.serial === serial ? kept : undefined;
}

export function BadgeCode({ badge }: { readonly badge: KeptBadge }) {
  const { t } = useWords();
  return (
    <figure class="stack">
      <QrCode text={badge.token} alt={t("myBadge.alt")} />
      <figcaption>
        <strong>{t("myBadge.serial", { serial: badge.serial })}</strong>
        <br />
        <span class="soft">{t("myBadge.hint")}</span>
      </figcaption>
    </figure>
  );
}

/** From now on the page itself opens without a network; see `public/offline.js`. */
async function stayUsable(): Promise<void> {
  try {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register("/offline.js");
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
    active?.postMessage([...new Set(files)]);
  } catch {
    // A browser that allows none shows the code as long as its tab is open.
  }
}
