import { Checkbox } from "../../kit/components/fields.tsx";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { useTranslation } from "../translations.ts";
import type { useDrawings } from "./use-drawings.ts";

interface DesignerPreviewProps {
  readonly drawings: ReturnType<typeof useDrawings>;
  readonly isValid: boolean;
  readonly withPhoto: boolean;
  readonly onPhoto: (withPhoto: boolean) => void;
}

/** The badges with the longest and the shortest name. */
export function DesignerPreview({ drawings, isValid, withPhoto, onPhoto }: DesignerPreviewProps) {
  const { t } = useTranslation();
  const { items, error, isCurrent } = drawings;
  const isSample = items.some(({ registrationId }) => registrationId === undefined);
  return (
    <section class="stack" aria-labelledby="design-preview" aria-busy={isValid && !isCurrent ? "true" : undefined}>
      <h2 id="design-preview">{t("design.preview")}</h2>
      <Checkbox id="design-photo" label={t("design.withPhoto")} checked={withPhoto} onChange={onPhoto} />
      {isSample && <p class="soft small">{t("design.invented")}</p>}
      <ProblemNotice error={error} t={t} />
      {!isValid && (
        <Notice>
          <p>{t("design.paused")}</p>
        </Notice>
      )}
      <div class="design-badges">
        {items.map(({ url, name }, index) => (
          <figure key={index}>
            <img src={url} alt={t("design.drawing", { name })} />
            <figcaption class="small soft">
              <bdi>{name}</bdi>
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}
