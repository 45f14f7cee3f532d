import type { ApiAnswer } from "../../kit/api/client.ts";
import { SelectField } from "../../kit/components/fields.tsx";
import { useTranslation } from "../translations.ts";

/** A saved version of the list. */
export type SavedListVersion = ApiAnswer<"listListVersions">["items"][number];

interface VersionSelectProps {
  readonly id: string;
  readonly label: string;
  readonly versions: readonly SavedListVersion[];
  /** The version number; empty for the current list. */
  readonly value: string;
  readonly withNow?: boolean;
  readonly onChange: (value: string) => void;
}

/** Selects a saved version or the current list. */
export function VersionSelect({ versions, withNow, ...field }: VersionSelectProps) {
  const { t } = useTranslation();
  const options = versions.map(({ version, status }) => ({
    value: String(version),
    label: t(`listVersion.${status}`, { version }),
  }));
  return <SelectField {...field} {...(withNow && { empty: t("listVersion.now") })} options={options} />;
}
