import { batchSorts } from "#shared/domain/badge-batch.ts";
import { layoutNames, papers } from "#shared/domain/badge-layout.ts";
import { textIn } from "../../i18n/words.tsx";
import { Button } from "../../kit/button.tsx";
import { RadioField, SelectField } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { saveFile } from "../../kit/save-file.ts";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import type { DelegationNames } from "../names.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { bodyOf, firstChoices } from "./choices.ts";

interface Props {
  readonly names: DelegationNames;
  readonly onStarted: (jobId: string) => void;
}

/** Which badges are printed, in which order, and on what. */
export function Order({ names, onStarted }: Props) {
  const { t, language } = useWords();
  const { ask, fetchFile, settings } = useOffice();
  const params = { conferenceId: settings.conferenceId };
  const [choices, setChoices] = useTyped(`badges.${settings.conferenceId}`, firstChoices);
  const { busy, error, run } = useAction();
  const looking = useAction();
  const body = bodyOf(choices, settings);
  const { layout, paper } = body;
  const start = () => run(async () => onStarted((await ask("startBadgeBatch", { params, body })).jobId));
  const look = () =>
    looking.run(async () => {
      const preview = { paper, ...(layout && { layout }) };
      saveFile(await fetchFile("previewBadge", { params, body: preview }), "badge-preview.pdf");
    });
  const field = (name: keyof typeof choices) => ({
    id: `badge-${name}`,
    label: t(`badges.${name}`),
    value: choices[name],
    onChange: (value: string) => setChoices({ ...choices, [name]: value }),
  });
  const categories = settings.categories.map(({ category, title }) => ({
    value: category,
    label: textIn(title, language),
  }));
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), start()]}>
      <h2>{t("badges.order")}</h2>
      <RadioField
        {...field("which")}
        options={[
          { value: "new", label: t("badges.onlyNew") },
          { value: "all", label: t("badges.again"), detail: t("badges.againHint") },
        ]}
      />
      <div class="trio">
        <SelectField {...field("category")} empty={t("queue.any")} options={categories} />
        <SelectField
          {...field("delegation")}
          empty={t("queue.any")}
          options={[...names].map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          {...field("sort")}
          options={batchSorts.map((value) => ({ value, label: t(`badges.sortedBy.${value}`) }))}
        />
        <SelectField
          {...field("layout")}
          empty={t("badges.ownLayout")}
          options={layoutNames.map((value) => ({ value, label: t(`badges.layouts.${value}`) }))}
        />
        <SelectField
          {...field("paper")}
          options={papers.map((value) => ({ value, label: t(`badges.papers.${value}`) }))}
        />
      </div>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      {looking.error !== undefined && <ProblemNotice error={looking.error} t={t} />}
      <div class="row">
        <Button type="submit" busy={busy}>
          {t("badges.start")}
        </Button>
        <Button kind="secondary" busy={looking.busy} onPress={look}>
          {t("badges.preview")}
        </Button>
      </div>
    </form>
  );
}
