import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import { moment } from "../../i18n/dates.ts";
import { Button } from "../../kit/button.tsx";
import { Confirm } from "../../kit/dialog.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useWords } from "../words.ts";
import type { Standing } from "./open-registration.ts";

/** A place that is held until a moment: take it, or leave it to the next in line. */
export function Offer({ registration, conference, token, onChange, until }: Standing & { readonly until: string }) {
  const { t, language } = useWords();
  const [isAsked, setAsked] = useState(false);
  const { busy, error, run } = useAction();
  const { registrationId, version } = registration;
  const answer = (id: "acceptOffer" | "declineOffer") =>
    run(async () => onChange(await call(id, { params: { registrationId }, body: {}, token, language, version })));
  return (
    <section class="stack">
      <p>
        <strong>{t("offer.until", { until: moment(until, conference.timeZone, language) })}</strong>
      </p>
      {error !== undefined && !isAsked && <ProblemNotice error={error} t={t} />}
      <div class="row">
        <Button busy={busy} onPress={() => answer("acceptOffer")}>
          {t("offer.accept")}
        </Button>
        <Button kind="secondary" busy={busy} onPress={() => setAsked(true)}>
          {t("offer.decline")}
        </Button>
      </div>
      {isAsked && (
        <Confirm
          title={t("offer.declineTitle")}
          yes={t("offer.decline")}
          no={t("common.cancel")}
          danger
          busy={busy}
          onYes={() => answer("declineOffer")}
          onNo={() => setAsked(false)}
        >
          <p>{t("offer.declineMeans")}</p>
          {error !== undefined && <ProblemNotice error={error} t={t} />}
        </Confirm>
      )}
    </section>
  );
}

/** Whoever has no place any more asks for one, and goes last in line. */
export function AskAgain({ registration: { registrationId, version }, token, onChange }: Standing) {
  const { t, language } = useWords();
  const { busy, error, run } = useAction();
  const ask = () =>
    run(async () =>
      onChange(await call("acceptOffer", { params: { registrationId }, body: {}, token, language, version })),
    );
  return (
    <section class="stack">
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <Button busy={busy} onPress={ask}>
        {t("offer.again")}
      </Button>
    </section>
  );
}
