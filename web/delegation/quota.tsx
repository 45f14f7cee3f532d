import { Bar } from "../kit/progress.tsx";
import type { Team } from "./team.ts";
import { useWords } from "./words.ts";

/** How many of the delegation's places are taken, and how many of its members wait. */
export function Quota({ delegation: { members, quota } }: Team) {
  const { t } = useWords();
  const count = (seats: readonly string[]) => members.filter(({ seat }) => seats.includes(seat)).length;
  const [held, offered, waiting] = [count(["held", "offered"]), count(["offered"]), count(["waiting"])];
  const label = quota === undefined ? t("quota.free", { held }) : t("quota.used", { held, quota });
  return (
    <section class="sheet stack">
      <h2>{t("quota.title")}</h2>
      <p class="number">{label}</p>
      {quota !== undefined && <Bar taken={held} offered={offered} limit={quota} />}
      {waiting > 0 && <p class="soft number">{t("quota.waiting", { count: waiting })}</p>}
    </section>
  );
}
