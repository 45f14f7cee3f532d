import type { AnswerOf } from "../../api/client.ts";
import { Table } from "../../kit/table.tsx";
import { categoryTitle } from "../names.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { ShareBar } from "./share-bar.tsx";

type Statistics = AnswerOf<"readStatistics">;

interface Props {
  readonly dimension: "gender" | "region" | "regionalGroup" | "category";
  readonly statistics: Statistics;
}

/** One way to look at who has a place: each value's share, and the target where there is one. */
export function Dimension({ dimension, statistics }: Props) {
  const { t, find, language } = useWords();
  const { settings } = useOffice();
  const targets = new Map(
    statistics.targets.filter((each) => each.dimension === dimension).map((each) => [each.value, each]),
  );
  const counts = new Map(statistics[dimension].map((each) => [each.value, each]));
  const values = [...new Set([...counts.keys(), ...targets.keys()])];
  const whole = statistics.total.seated;
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const { format } = new Intl.NumberFormat(language);
  const nameOf = (value: string) =>
    dimension === "category"
      ? categoryTitle(settings, value, language)
      : (find(`composition.value.${value}`) ?? t("shares.unknown"));
  if (values.length === 0) return null;
  return (
    <Table
      caption={t(`composition.${dimension}`)}
      head={[
        t("shares.value"),
        t("shares.share"),
        t("shares.seated"),
        t("shares.target"),
        t("shares.confirmed"),
        t("shares.all"),
      ]}
    >
      {values.map((value) => {
        const { seated = 0, confirmed = 0, registrations = 0 } = counts.get(value) ?? {};
        const target = targets.get(value);
        const share = target?.share ?? (whole > 0 ? seated / whole : 0);
        return (
          <tr key={value}>
            <th scope="row" class="pool-name">
              {nameOf(value)}
            </th>
            <td class="pool-share">
              <ShareBar
                share={share}
                target={target?.target}
                label={t("shares.said", { name: nameOf(value), share: percent.format(share), seated })}
              />
            </td>
            <td class="number">
              {format(seated)} <span class="soft small">{percent.format(share)}</span>
            </td>
            <td class="number">{target ? percent.format(target.target) : "–"}</td>
            <td class="number">{format(confirmed)}</td>
            <td class="number">{format(registrations)}</td>
          </tr>
        );
      })}
    </Table>
  );
}
