import { PDFArray, PDFBool, type PDFContext, PDFDict, PDFName, PDFNull, type PDFObject, PDFRef } from "@cantoo/pdf-lib";
import { FileRejectedError } from "./file-rejected-error.ts";
import { allowedAnnotations, getName, listParts, refuseActiveContent } from "./pdf-content.ts";

/** What shows pages: the pages, their order and labels, bookmarks, layers, and the structure for screen readers. */
const catalogKeys = new Set([
  "Dests",
  "Lang",
  "MarkInfo",
  "Names",
  "OCProperties",
  "Outlines",
  "PageLabels",
  "Pages",
  "StructTreeRoot",
  "Type",
  "Version",
]);

const pageKeys = new Set([
  "Annots",
  "ArtBox",
  "BleedBox",
  "Contents",
  "Count",
  "CropBox",
  "Group",
  "Kids",
  "MediaBox",
  "Parent",
  "Resources",
  "Rotate",
  "StructParents",
  "Tabs",
  "TrimBox",
  "Type",
  "UserUnit",
]);

/** How an annotation looks and where a link leads. Without the keys of a field, a form shows what was filled in. */
const annotationKeys = new Set([
  "A",
  "AP",
  "AS",
  "BE",
  "BS",
  "Border",
  "C",
  "CA",
  "CL",
  "Contents",
  "DA",
  "Dest",
  "F",
  "H",
  "IC",
  "InkList",
  "L",
  "LE",
  "OC",
  "P",
  "Q",
  "QuadPoints",
  "RD",
  "Rect",
  "StructParent",
  "Subtype",
  "Type",
  "Vertices",
]);

/**
 * Reduces a document to its pages: deletes from the catalog, the pages and their annotations each key that does not
 * show them, and then every object that they do not use.
 * @throws FileRejectedError `file-broken` for a document without pages
 */
export function keepPageContent(context: PDFContext): void {
  const { Root } = context.trailerInfo;
  const catalog = context.lookup(Root);
  if (!Root || !(catalog instanceof PDFDict) || getName(catalog, "Type") !== "Catalog")
    throw new FileRejectedError("file-broken");
  assertFieldsAreDrawn(catalog);
  keepKeys(catalog, catalogKeys);
  const names = catalog.lookup(PDFName.of("Names"));
  if (names instanceof PDFDict) keepKeys(names, new Set(["Dests"]));
  else catalog.delete(PDFName.of("Names"));
  const pages = keepPages(context, catalog.lookup(PDFName.of("Pages")));
  if (pages === 0) throw new FileRejectedError("file-broken");
  const used = findUsed(context, Root);
  for (const [ref] of context.enumerateIndirectObjects()) if (!used.has(ref)) context.delete(ref);
  context.trailerInfo = { Root };
}

/** A form may leave it to the reader to draw its fields. They would be empty in the stored file, without a word. */
function assertFieldsAreDrawn(catalog: PDFDict): void {
  const form = catalog.lookup(PDFName.of("AcroForm"));
  if (form instanceof PDFDict && form.lookup(PDFName.of("NeedAppearances")) === PDFBool.True)
    throw refuseActiveContent();
}

function keepKeys(dict: PDFDict, keys: ReadonlySet<string>): void {
  for (const key of dict.keys()) if (!keys.has(key.decodeText())) dict.delete(key);
}

/** @returns the number of pages below a node */
function keepPages(context: PDFContext, root: PDFObject | undefined): number {
  const pending = [root];
  const seen = new Set<PDFObject>();
  let pages = 0;
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (!(node instanceof PDFDict) || seen.has(node)) throw new FileRejectedError("file-broken");
    seen.add(node);
    keepKeys(node, pageKeys);
    const kids = node.lookup(PDFName.of("Kids"));
    if (kids instanceof PDFArray) pending.push(...lookupAll(context, kids));
    else pages += 1;
    const annotations = node.lookup(PDFName.of("Annots"));
    if (annotations instanceof PDFArray) for (const each of lookupAll(context, annotations)) keepAnnotation(each);
    else if (annotations !== undefined && annotations !== PDFNull) throw refuseActiveContent();
  }
  return pages;
}

const lookupAll = (context: PDFContext, array: PDFArray): PDFObject[] =>
  array.asArray().flatMap((each) => context.lookup(each) ?? []);

/** A field of a form becomes a stamp that looks like it, so that nothing can be filled in or sent. */
function keepAnnotation(annotation: PDFObject): void {
  if (annotation === PDFNull) return;
  if (!(annotation instanceof PDFDict)) throw refuseActiveContent();
  if (!allowedAnnotations.has(getName(annotation, "Subtype") ?? "")) throw refuseActiveContent();
  if (getName(annotation, "Subtype") === "Widget") annotation.set(PDFName.of("Subtype"), PDFName.of("Stamp"));
  keepKeys(annotation, annotationKeys);
}

/** The objects that can be reached from one. */
function findUsed(context: PDFContext, root: PDFObject): ReadonlySet<PDFRef> {
  const used = new Set<PDFRef>();
  const pending: PDFObject[] = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (!(next instanceof PDFRef)) {
      for (const part of listParts(next)) pending.push(part);
    } else if (!used.has(next)) {
      used.add(next);
      const object = context.lookup(next);
      if (object) pending.push(object);
    }
  }
  return used;
}
