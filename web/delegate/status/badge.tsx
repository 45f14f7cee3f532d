import { useState } from "preact/hooks";
import { callApi } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { QrCode } from "../../kit/components/qr-code.tsx";
import { useTranslation } from "../translations.ts";
import { findStoredBadge, type StoredBadge, storeBadge } from "./badge-store.ts";
import type { OwnRegistrationProps } from "./registration-state.ts";

/** Shows the badge code and stores it for offline use. */
export function BadgeSection({ registration: { registrationId, badge }, token }: OwnRegistrationProps) {
  const { t, language } = useTranslation();
  const [shown, setShown] = useState(() => findCurrentBadge(registrationId, badge?.serial));
  const { busy, error, run } = useAction();
  const show = () =>
    run(async () => {
      const current = await callApi("getBadgeCode", { params: { registrationId }, token, language });
      storeBadge(registrationId, current);
      setShown(current);
      void enableOfflineUse();
    });
  return (
    <section class="stack">
      <ProblemNotice error={error} t={t} />
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

/** A stored code with an older serial is no longer valid. */
function findCurrentBadge(registrationId: string, serial: number | undefined): StoredBadge | undefined {
  const stored = findStoredBadge(registrationId);
  return stored?.serial === serial ? stored : undefined;
}

export function BadgeCode({ badge }: { readonly badge: StoredBadge }) {
  const { t } = useTranslation();
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

/** Registers the service worker that makes this page available offline (`public/offline.js`). */
async function enableOfflineUse(): Promise<void> {
  try {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register("/offline.js");
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
    active?.postMessage([...new Set(files)]);
  } catch {
    // Without a service worker, the code is shown while the tab is open.
  }
}
