import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Row } from "./row.tsx";
import type { Chosen } from "./use-chosen.ts";
import type { QueuePage } from "./use-queue.ts";

interface Props {
  readonly queue: QueuePage;
  readonly chosen: Chosen;
  readonly open: string | undefined;
}

/** One page of people, and the way to the next; never all of them. */
export function People({ queue, chosen, open }: Props) {
  const { t } = useWords();
  const { decides } = useOffice();
  const { items, loaded } = queue;
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={queue.again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  if (items.length === 0 && !queue.isStale) return <p class="soft">{t("queue.nobody")}</p>;
  const isWhole = items.every(chosen.has);
  return (
    <>
      {decides && (
        <label class="choice small choose-all">
          <input
            type="checkbox"
            checked={isWhole}
            onChange={(event) => chosen.toggleAll(items, event.currentTarget.checked)}
          />
          <span>{t("queue.chooseAll", { count: items.length })}</span>
        </label>
      )}
      <ol class="q-list" aria-busy={queue.isStale ? "true" : undefined} aria-label={t("nav.queue")}>
        {items.map((item) => (
          <Row
            key={item.registrationId}
            item={item}
            isOpen={item.registrationId === open}
            isChosen={chosen.has(item)}
            onChoose={chosen.toggle}
          />
        ))}
      </ol>
      <Turn queue={queue} />
    </>
  );
}

function Turn({ queue: { first, items, forward, back } }: { readonly queue: QueuePage }) {
  const { t } = useWords();
  return (
    <nav class="row turn" aria-label={t("queue.pages")}>
      <Button kind="secondary" small disabled={!back} onPress={() => back?.()}>
        {t("queue.back")}
      </Button>
      <span class="small soft number">{t("queue.range", { from: first + 1, to: first + items.length })}</span>
      <Button kind="secondary" small disabled={!forward} onPress={() => forward?.()}>
        {t("queue.forward")}
      </Button>
    </nav>
  );
}
