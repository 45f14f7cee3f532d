import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { useTranslation } from "../translations.ts";

/** The badge designer, which is loaded when it is opened. */
export function BadgeDesignView() {
  const { t } = useTranslation();
  const Designer = useLazyComponent(() => import("./badge-designer.tsx").then((part) => part.BadgeDesigner));
  return Designer ? <Designer /> : <p aria-busy="true">{t("common.loading")}</p>;
}
