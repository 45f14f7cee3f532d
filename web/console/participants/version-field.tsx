import { SelectField } from "../../kit/inputs.tsx";
import { useWords } from "../words.ts";
import type { Version } from "./version.ts";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly versions: readonly Version[];
  /** The number of a version; nothing is the list as it is now. */
  readonly value: string;
  readonly withNow?: boolean;
  readonly onChange: (value: string) => void;
}

/** One of the versions that were kept, or the list as it is now. */
export function VersionField({ versions, withNow, ...field }: Props) {
  const { t } = useWords();
  const options = versions.map(({ version, status }) => ({
    value: String(version),
    label: t(`list.called.${status}`, { version }),
  }));
  return <SelectField {...field} {...(withNow && { empty: t("list.now") })} options={options} />;
}
