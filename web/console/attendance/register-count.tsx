import { buildHref } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

interface RegisterCountProps {
  /** What is counted. */
  readonly name: string;
  readonly count: number;
  /** The values of columns of the register, besides those of confirmed people; an empty one for a cell without a value. */
  readonly filter: Readonly<Record<string, string>>;
}

/** A number of confirmed people, with a link to them in the register. */
export function RegisterCount({ name, count, filter }: RegisterCountProps) {
  const { t, language } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  const shown = new Intl.NumberFormat(language).format(count);
  if (count === 0) return <span class="number">{shown}</span>;
  const filters = new URLSearchParams({ accreditation: "approved", seat: "held", ...filter });
  return (
    <a
      class="number"
      href={buildHref({ conference: conferenceId, view: "register", filter: filters.toString() })}
      aria-label={t("attendance.show", { name, count: shown })}
    >
      {shown}
    </a>
  );
}
