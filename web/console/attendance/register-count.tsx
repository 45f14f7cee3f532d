import { useConsoleContext } from "../console-context.ts";
import { buildRegisterHref } from "../register/register-href.ts";
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
  const values = { accreditation: "approved", seat: "held", ...filter };
  const filters = Object.fromEntries(Object.entries(values).map(([column, value]) => [column, [value]]));
  return (
    <a
      class="number"
      href={buildRegisterHref(conferenceId, filters)}
      aria-label={t("attendance.show", { name, count: shown })}
    >
      {shown}
    </a>
  );
}
