import { Button } from "../kit/button.tsx";
import type { Pages } from "./use-pages.ts";
import { useWords } from "./words.ts";

interface Props {
  readonly pages: Pages;
  readonly next: string | null | undefined;
}

/** One page back, one on; nothing where there is but one. */
export function Turn({ pages: { back, forward }, next }: Props) {
  const { t } = useWords();
  if (!back && !next) return null;
  return (
    <nav class="row turn" aria-label={t("queue.pages")}>
      <Button kind="secondary" small disabled={!back} onPress={() => back?.()}>
        {t("queue.back")}
      </Button>
      <Button kind="secondary" small disabled={!next} onPress={() => next && forward(next)}>
        {t("queue.forward")}
      </Button>
    </nav>
  );
}
