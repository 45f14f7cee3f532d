import { Notice } from "../kit/components/notices.tsx";
import { useTranslation } from "./translations.ts";

/**
 * Names the registrations, delegations or conferences that a list leaves out because their records are damaged; nothing
 * without any.
 */
export function DamagedNotice({ ids }: { readonly ids: readonly string[] | undefined }) {
  const { t } = useTranslation();
  if (ids === undefined || ids.length === 0) return null;
  return (
    <Notice tone="warning">
      <p class="small">{t("console.damaged", { ids: ids.join(", ") })}</p>
    </Notice>
  );
}
