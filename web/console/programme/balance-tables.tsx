import { useState } from "preact/hooks";
import type { BalanceDimension } from "#shared/programme/balance.rules.ts";
import { SelectField } from "../../kit/components/fields.tsx";
import { Table } from "../../kit/components/table.tsx";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import type { ProgrammeAnswer } from "./programme-draft.ts";

interface BalanceTablesProps {
  readonly programme: ProgrammeAnswer;
}

/** The composition of the saved draft, of the whole programme or of one panel, compared with the targets. */
export function BalanceTables({ programme: { balance, sessions } }: BalanceTablesProps) {
  const { t, language } = useTranslation();
  const [scope, setScope] = useState("");
  if (!balance) return null;
  const panels = sessions.flatMap((session) => session.panels);
  const shown = balance.panels.find(({ panelId }) => panelId === scope) ?? balance.programme;
  return (
    <section class="stack" aria-labelledby="balance-title">
      <h2 id="balance-title">{t("balance.title")}</h2>
      <p class="soft">{t("balance.lead")}</p>
      <SelectField
        id="balance-scope"
        label={t("balance.scope")}
        empty={t("balance.whole")}
        value={scope}
        options={panels.map(({ panelId, title }) => ({ value: panelId, label: getLocalizedText(title, language) }))}
        onChange={setScope}
      />
      {shown.dimensions.map((each) => (
        <BalanceTable key={each.dimension} people={shown.people} {...each} />
      ))}
    </section>
  );
}

type Dimension = NonNullable<ProgrammeAnswer["balance"]>["programme"]["dimensions"][number];

function BalanceTable({ dimension, known, people, values }: Dimension & { readonly people: number }) {
  const { t, language } = useTranslation();
  const getName = useValueName();
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  if (values.length === 0) return null;
  const compare = (share: number, target: number | undefined) => {
    if (target === undefined) return t("balance.none");
    const points = percent.format(Math.abs(share - target));
    if (points === percent.format(0)) return t("balance.met");
    return t(share > target ? "balance.above" : "balance.below", { points });
  };
  const caption = `${t(`composition.${dimension}`)} (${t("balance.people", { known, people })})`;
  const head = [t("balance.value"), t("balance.seated"), t("balance.target"), t("balance.status")];
  return (
    <Table caption={caption} head={head}>
      {values.map(({ value, people: count, share, target }) => (
        <tr key={value}>
          <th scope="row">{getName(dimension, value)}</th>
          <td class="number">{t("balance.share", { count, known, percent: percent.format(share) })}</td>
          <td class="number">{target === undefined ? "–" : percent.format(target)}</td>
          <td>{compare(share, target)}</td>
        </tr>
      ))}
    </Table>
  );
}

function useValueName() {
  const { find } = useTranslation();
  return (dimension: BalanceDimension, value: string) =>
    find(dimension === "kind" ? `categoryKind.${value}` : `composition.value.${value}`) ?? value;
}
