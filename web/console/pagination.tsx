import { useState } from "preact/hooks";
import { Button } from "../kit/components/button.tsx";
import { useTranslation } from "./translations.ts";

interface PageCursors {
  readonly filter: string;
  readonly cursors: readonly string[];
}

/** The shown page of a list. Another filter starts at the first page. */
export function usePagination(filter = "") {
  const [state, setState] = useState<PageCursors>({ filter, cursors: [] });
  const cursors = state.filter === filter ? state.cursors : [];
  const showPage = (to: readonly string[]) => setState({ filter, cursors: to });
  return {
    cursor: cursors.at(-1),
    /** From 0. */
    pageIndex: cursors.length,
    showPrevious: cursors.length === 0 ? undefined : () => showPage(cursors.slice(0, -1)),
    /** Shows the page at the cursor; repeated presses before it is loaded count once. */
    showNext: (next: string) => {
      if (next !== cursors.at(-1)) showPage([...cursors, next]);
    },
  };
}

type PaginationState = ReturnType<typeof usePagination>;

interface PaginationProps {
  readonly pages: Pick<PaginationState, "showPrevious" | "showNext">;
  readonly next: string | null | undefined;
  /** The range of shown items. */
  readonly range?: string;
}

/** Buttons for the previous and the next page; nothing if there is only one page and no range. */
export function Pagination({ pages: { showPrevious, showNext }, next, range }: PaginationProps) {
  const { t } = useTranslation();
  if (!showPrevious && !next && !range) return null;
  return (
    <nav class="row turn" aria-label={t("queue.pages")}>
      <Button kind="secondary" small disabled={!showPrevious} onPress={() => showPrevious?.()}>
        {t("queue.back")}
      </Button>
      {range && <span class="small soft number">{range}</span>}
      <Button kind="secondary" small disabled={!next} onPress={() => next && showNext(next)}>
        {t("queue.forward")}
      </Button>
    </nav>
  );
}
