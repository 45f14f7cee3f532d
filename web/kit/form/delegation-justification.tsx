import type { ApiAnswer } from "../api/client.ts";
import type { PageTranslator } from "../i18n/translations.tsx";

interface DelegationJustificationProps {
  readonly reader: PageTranslator<`organization.${"justification" | "requestedAt"}`>;
  readonly delegation: Pick<ApiAnswer<"getDelegation">, "requestedAt" | "justification">;
  readonly headingLevel: 2 | 3;
  readonly formatTime: (time: string) => string;
}

/** When and why an organization requested accreditation; nothing of a delegation that the secretariat created. */
export function DelegationJustification(props: DelegationJustificationProps) {
  const { reader, delegation, headingLevel, formatTime } = props;
  const { requestedAt, justification } = delegation;
  const { t } = reader;
  const Heading = `h${headingLevel}` as const;
  return (
    <>
      {requestedAt && <p class="small number">{t("organization.requestedAt", { date: formatTime(requestedAt) })}</p>}
      {justification && (
        <section class="stack-tight" aria-labelledby="justification-title">
          <Heading id="justification-title">{t("organization.justification")}</Heading>
          <p class="lines" dir="auto">
            {justification}
          </p>
        </section>
      )}
    </>
  );
}
