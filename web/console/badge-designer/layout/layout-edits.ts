import type {
  BadgeField,
  BadgeLayout,
  BadgePart,
  BadgeText,
  BadgeTextField,
  Box,
  PicturePart,
  TextPart,
} from "#shared/model/badge-layout.ts";

/** The boxes that an edit changes: those of badges with a photo, or those of badges without one. */
export type BoxVariant = "box" | "withoutPhoto";

export const partKinds = ["texts", "photo", "logo", "code", "fill"] as const satisfies readonly BadgePart["kind"][];

/** The smallest side of a part, in mm. */
const minSide = 1;

/** Positions have tenths of a millimetre. */
const roundMillimetres = (value: number) => Math.round(value * 10) / 10;

const limitTo = (value: number, least: number, most: number) => Math.max(least, Math.min(value, Math.max(least, most)));

/** The box of a part on badges with a photo or without one. */
export const getVariantBox = ({ box, withoutPhoto }: BadgePart, variant: BoxVariant): Box =>
  variant === "withoutPhoto" ? (withoutPhoto ?? box) : box;

const replacePart = (layout: BadgeLayout, index: number, change: (part: BadgePart) => BadgePart): BadgeLayout => ({
  ...layout,
  parts: layout.parts.map((part, at) => (at === index ? change(part) : part)),
});

/** Sets the box of a part: on badges without a photo its own box, if it has one. */
export const setBox = (layout: BadgeLayout, index: number, variant: BoxVariant, box: Box): BadgeLayout =>
  replacePart(layout, index, (part) => ({ ...part, [part.withoutPhoto ? variant : "box"]: box }));

/** Moves a part by so many millimetres, at most to the edge of the badge. */
export function moveBox(
  layout: BadgeLayout,
  index: number,
  variant: BoxVariant,
  [right, down]: readonly [number, number],
): BadgeLayout {
  const part = layout.parts[index];
  if (!part) return layout;
  const [left, top, width, height] = getVariantBox(part, variant);
  const moved = [
    roundMillimetres(limitTo(left + right, 0, layout.size.width - width)),
    roundMillimetres(limitTo(top + down, 0, layout.size.height - height)),
    width,
    height,
  ] as const;
  return setBox(layout, index, variant, moved);
}

/** Makes a part wider and higher by so many millimetres, at most to the edge of the badge. */
export function resizeBox(
  layout: BadgeLayout,
  index: number,
  variant: BoxVariant,
  [wider, higher]: readonly [number, number],
): BadgeLayout {
  const part = layout.parts[index];
  if (!part) return layout;
  const [left, top, width, height] = getVariantBox(part, variant);
  const resized = [
    left,
    top,
    roundMillimetres(limitTo(width + wider, minSide, layout.size.width - left)),
    roundMillimetres(limitTo(height + higher, minSide, layout.size.height - top)),
  ] as const;
  return setBox(layout, index, variant, resized);
}

/** Gives a part a box of its own on badges without a photo, at first the same, or takes it away. */
export const toggleVariant = (layout: BadgeLayout, index: number, isOwn: boolean): BadgeLayout =>
  replacePart(layout, index, ({ withoutPhoto: _, ...part }) => (isOwn ? { ...part, withoutPhoto: part.box } : part));

/** The first field that no part shows, or the name. */
function findFreeField({ parts }: BadgeLayout, fields: readonly BadgeField[]): BadgeField {
  const shown = new Set(parts.flatMap((part) => (part.kind === "texts" ? part.texts.map(({ field }) => field) : [])));
  return fields.find((field) => !shown.has(field)) ?? "name";
}

const createText = (field: BadgeTextField): BadgeText => ({ field, largest: 10, smallest: 6, colour: "#14171c" });

/** The size of a new part, in mm. */
const pictureSizes = { photo: [30, 40], logo: [30, 15], code: [30, 30] } as const;

function createPart(layout: BadgeLayout, kind: BadgePart["kind"], fields: readonly BadgeField[]): BadgePart {
  const { width, height } = layout.size;
  const place = (wide: number, high: number): Box => {
    const [ownWidth, ownHeight] = [Math.min(wide, width), Math.min(high, height)];
    return [roundMillimetres((width - ownWidth) / 2), roundMillimetres((height - ownHeight) / 2), ownWidth, ownHeight];
  };
  if (kind === "texts") return { kind, box: place(50, 10), texts: [createText(findFreeField(layout, fields))] };
  if (kind === "fill") return { kind, box: place(50, 10), colour: "category" };
  const [wide, high] = pictureSizes[kind];
  return { kind, box: place(wide, high) } satisfies PicturePart;
}

/** Adds a part above the others, in the middle of the badge. @param fields the fields from which a text is chosen */
export const addPart = (layout: BadgeLayout, kind: BadgePart["kind"], fields: readonly BadgeField[]): BadgeLayout => ({
  ...layout,
  parts: [...layout.parts, createPart(layout, kind, fields)],
});

export const removePart = (layout: BadgeLayout, index: number): BadgeLayout => ({
  ...layout,
  parts: layout.parts.toSpliced(index, 1),
});

/** An item moves by one place in its list, unless it is at the end. */
export function swapNeighbours<T>(items: readonly T[], index: number, by: 1 | -1): readonly T[] {
  const [item, other] = [items[index], items[index + by]];
  return item === undefined || other === undefined ? items : items.with(index, other).with(index + by, item);
}

/** Moves a part above or below its neighbour. */
export const reorderPart = (layout: BadgeLayout, index: number, by: 1 | -1): BadgeLayout => ({
  ...layout,
  parts: swapNeighbours(layout.parts, index, by),
});

export const setSize = (layout: BadgeLayout, size: BadgeLayout["size"]): BadgeLayout => ({ ...layout, size });

/** Changes the properties of a part that are not its boxes. `undefined` is the default. */
export const changePart = (
  layout: BadgeLayout,
  index: number,
  change: { readonly [Name in "align" | "vertical" | "gap" | "colour"]?: string | number | undefined },
): BadgeLayout => replacePart(layout, index, (part) => dropUndefined({ ...part, ...change }) as BadgePart);

const dropUndefined = (value: object) =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));

const replaceTexts = (
  layout: BadgeLayout,
  index: number,
  change: (texts: TextPart["texts"]) => TextPart["texts"],
): BadgeLayout =>
  replacePart(layout, index, (part) => (part.kind === "texts" ? { ...part, texts: change(part.texts) } : part));

export const addText = (layout: BadgeLayout, index: number, field: BadgeTextField): BadgeLayout =>
  replaceTexts(layout, index, (texts) => [...texts, createText(field)]);

export const removeText = (layout: BadgeLayout, index: number, text: number): BadgeLayout =>
  replaceTexts(layout, index, (texts) => (texts.length > 1 ? texts.toSpliced(text, 1) : texts));

export const reorderText = (layout: BadgeLayout, index: number, text: number, by: 1 | -1): BadgeLayout =>
  replaceTexts(layout, index, (texts) => swapNeighbours(texts, text, by));

/** Changes a text of a part. `undefined` is the default. */
export const changeText = (
  layout: BadgeLayout,
  index: number,
  text: number,
  change: { readonly [Name in keyof BadgeText]?: BadgeText[Name] | undefined },
): BadgeLayout =>
  replaceTexts(layout, index, (texts) =>
    texts.map((each, at) => (at === text ? (dropUndefined({ ...each, ...change }) as unknown as BadgeText) : each)),
  );
