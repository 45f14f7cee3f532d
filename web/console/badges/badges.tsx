import { useState } from "preact/hooks";
import { badgeBatchSorts } from "#shared/badges/badge-batch.rules.ts";
import { layoutNames, papers } from "#shared/model/badge-layout.ts";
import { type ApiCallOptions, saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { RadioField, SelectField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { toCategoryOptions } from "../../kit/form/form-values.ts";
import { buildHref, navigate, useLocation } from "../../kit/hooks/use-location.ts";
import { useSendOnce } from "../../kit/hooks/use-send-once.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type ConferenceSettings, useConsoleContext } from "../console-context.ts";
import { type DelegationNames, useDelegationNames } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { UnprintablePeople } from "../unprintable-people.tsx";
import { BadgeBatchProgress } from "./badge-batch.tsx";
import { UncollectedBadges } from "./uncollected-badges.tsx";

/** The form values; an empty text is no choice. */
const initialChoices = {
  which: "new",
  category: "",
  delegation: "",
  sort: "name",
  layout: "",
  paper: "single",
};

type BatchChoices = Readonly<typeof initialChoices>;
type BatchRequest = ApiCallOptions<"startBadgeBatch">["body"];

/** The request body. */
function toBatchRequest(
  { which, delegation, ...chosen }: BatchChoices,
  { categories }: ConferenceSettings,
): BatchRequest {
  const category = categories.find((each) => each.category === chosen.category)?.category;
  const layout = layoutNames.find((each) => each === chosen.layout);
  return {
    onlyNew: which === "new",
    sort: badgeBatchSorts.find((each) => each === chosen.sort),
    paper: papers.find((each) => each === chosen.paper),
    ...(category && { category }),
    ...(delegation && { delegation }),
    ...(layout && { layout }),
  };
}

interface BadgeBatchFormProps {
  readonly names: DelegationNames;
  readonly onStarted: (jobId: string) => void;
}

/** The form for a new badge batch. */
function BadgeBatchForm({ names, onStarted }: BadgeBatchFormProps) {
  const { t, language } = useTranslation();
  const { callApi, fetchFile, settings } = useConsoleContext();
  const params = { conferenceId: settings.conferenceId };
  const [choices, setChoices] = useFormState(`badges.${settings.conferenceId}`, initialChoices);
  const { busy, error, run } = useAction();
  const sendOnce = useSendOnce();
  const preview = useAction();
  const body = toBatchRequest(choices, settings);
  const { layout, paper } = body;
  const start = () =>
    run(async () => {
      const { jobId } = await sendOnce(body, (idempotencyKey) =>
        callApi("startBadgeBatch", { params, body, idempotencyKey }),
      );
      onStarted(jobId);
    });
  const showPreview = () =>
    preview.run(async () => {
      const options = { paper, ...(layout && { layout }) };
      saveFile(await fetchFile("previewBadges", { params, body: options }), "badge-preview.pdf");
    });
  const field = (name: keyof typeof choices) => ({
    id: `badge-${name}`,
    label: t(`badges.${name}`),
    value: choices[name],
    onChange: (value: string) => setChoices({ ...choices, [name]: value }),
  });
  const categories = toCategoryOptions(settings.categories, language);
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
          options={badgeBatchSorts.map((value) => ({ value, label: t(`badges.sortedBy.${value}`) }))}
        />
        <SelectField
          {...field("layout")}
          empty={t("badgeLayout.own")}
          options={layoutNames.map((value) => ({ value, label: t(`badgeLayout.${value}`) }))}
        />
        <SelectField
          {...field("paper")}
          options={papers.map((value) => ({ value, label: t(`badges.papers.${value}`) }))}
        />
      </div>
      <ProblemNotice error={error} t={t} />
      <ProblemNotice error={preview.error} t={t} />
      <div class="row">
        <Button type="submit" busy={busy}>
          {t("badges.start")}
        </Button>
        <Button kind="secondary" busy={preview.busy} onPress={showPreview}>
          {t("badges.preview")}
        </Button>
      </div>
    </form>
  );
}

/** Badge batches, and printed badges that are not collected. */
export function BadgesView() {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const { job } = useLocation();
  const { conferenceId } = settings;
  const names = useDelegationNames(language);
  /** Increases when a batch is done, to reload the uncollected badges. */
  const [refreshKey, setRefreshKey] = useState(0);
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.badges")}</h1>
      <p class="soft">{t("badges.lead")}</p>
      <p>
        <a href={buildHref({ conference: conferenceId, view: "badge-design" })}>{t("nav.badge-design")}</a>
      </p>
      <BadgeBatchForm
        names={names}
        onStarted={(jobId) => navigate({ conference: conferenceId, view: "badges", job: jobId })}
      />
      {job && <BadgeBatchProgress key={job} jobId={job} onDone={() => setRefreshKey((each) => each + 1)} />}
      <UnprintablePeople />
      <UncollectedBadges {...{ names, refreshKey }} />
    </div>
  );
}
