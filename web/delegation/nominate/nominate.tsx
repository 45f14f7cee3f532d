import { useState } from "preact/hooks";
import { nominations } from "#shared/contract/delegation.ts";
import { check } from "#shared/contract/faults.ts";
import { call } from "../../api/client.ts";
import { keyOf } from "../../api/key-of.ts";
import { type Faults, labelOf, saidBy, worded } from "../../form/faults.ts";
import { useTried } from "../../form/use-tried.ts";
import { Button } from "../../kit/button.tsx";
import { ErrorSummary, Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useKept } from "../../kit/use-kept.ts";
import type { Team } from "../team.ts";
import { useWords } from "../words.ts";
import { GridRow } from "./grid-row.tsx";
import { bodyOf, columns, emptyRow, isEmpty, pasted, pathOf, type Row } from "./row.ts";

/** Several people at once, typed or pasted; whoever can't be taken stays in the grid with the reason. */
export function Nominate({ delegation: { delegationId }, token, again }: Team) {
  const { t, find, language } = useWords();
  const [rows, setRows] = useKept<readonly Row[]>(`nominate.${delegationId}`, () => [emptyRow()]);
  const { tell, ...tried } = useTried();
  const [done, setDone] = useState(0);
  const { busy, error, run } = useAction();
  const filled = rows.filter((row) => !isEmpty(row));

  const send = () =>
    run(async () => {
      setDone(0);
      const body = bodyOf(filled, language);
      const checked = check(nominations, body);
      if ("faults" in checked) return tell(worded(checked.faults, find));
      try {
        const key = await keyOf([delegationId, filled.map(({ id }) => id)], body);
        const { items } = await call("nominate", { params: { delegationId }, body, token, language, key });
        settle(items);
      } catch (failure) {
        if (Object.keys(saidBy(failure)).length === 0) throw failure;
        tell(saidBy(failure));
      }
    });
  /** Whoever was taken leaves the grid; the others stay with their problem. */
  const settle = (items: readonly object[]) => {
    const kept = filled.filter((_, index) => "problem" in (items[index] ?? {}));
    const problems = items.flatMap((item) => ("problem" in item ? [item.problem as { title: string }] : []));
    setRows(kept.length > 0 ? kept : [emptyRow()]);
    tell(Object.fromEntries(problems.map(({ title }, index) => [`items.${index}`, title])));
    setDone(items.length - problems.length);
    again();
  };
  return (
    <form class="sheet stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
      <h2>{t("nominate.title")}</h2>
      <p class="soft">{t("nominate.lead")}</p>
      {done > 0 && (
        <Notice tone="success" urgent>
          <p>{t("nominate.done", { count: done })}</p>
        </Notice>
      )}
      <ErrorSummary t={t} faults={summary(tried.faults, filled, { t, find })} attempt={tried.attempt} />
      <div class="grid-head" aria-hidden="true">
        <span />
        {columns.map((column) => (
          <span key={column}>{column === "email" ? t("nominate.email") : labelOf(pathOf(column), find)}</span>
        ))}
      </div>
      {rows.map((row, index) => (
        <GridRow
          key={row.id}
          {...{ row, index }}
          faults={faultsOf(tried.faults, filled.indexOf(row))}
          onInput={(column, value) => setRows(rows.map((each) => (each === row ? { ...each, [column]: value } : each)))}
          onPaste={(column, text) => setRows(pasted(rows, index, column, text))}
          onRemove={rows.length > 1 ? () => setRows(rows.filter((each) => each !== row)) : undefined}
        />
      ))}
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <div class="row">
        <Button type="submit" busy={busy} disabled={filled.length === 0}>
          {t("nominate.send", { count: filled.length })}
        </Button>
        <Button kind="secondary" onPress={() => setRows([...rows, emptyRow()])}>
          {t("nominate.add")}
        </Button>
      </div>
    </form>
  );
}

/** The faults of one row, by the path within it. */
function faultsOf(faults: Faults, index: number): Faults {
  const prefix = `items.${index}.`;
  const own = Object.entries(faults).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(own.map(([path, message]) => [path.slice(prefix.length), message]));
}

type Spoken = Pick<ReturnType<typeof useWords>, "t" | "find">;

/** Each fault with its row, leading to its cell. */
function summary(faults: Faults, rows: readonly Row[], { t, find }: Spoken) {
  return Object.entries(faults).map(([path, message]) => {
    const [, index = "0", ...field] = path.split(".");
    const row = rows[Number(index)];
    const column = columns.find((each) => pathOf(each) === field.join(".")) ?? "familyName";
    const label =
      field.length === 0
        ? t("nominate.row", { row: Number(index) + 1 })
        : t("nominate.cell", { field: labelOf(field.join("."), find), row: Number(index) + 1 });
    return { id: `cell-${row?.id}-${column}`, label, message };
  });
}
