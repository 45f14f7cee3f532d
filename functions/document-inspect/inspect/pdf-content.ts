import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from "@cantoo/pdf-lib";
import { FileRejectedError } from "./file-rejected-error.ts";

/** The keys of scripts, of actions that an event triggers, of other files, and of forms that are programs. */
const forbiddenKeys = new Set([
  "AA",
  "Collection",
  "EF",
  "EmbeddedFiles",
  "JavaScript",
  "JS",
  "OPI",
  "RF",
  "RichMediaContent",
  "RichMediaSettings",
  "XFA",
]);

/** Actions that no letter needs, wherever their dictionary is (ISO 32000-2, table 201). */
const forbiddenActions = new Set([
  "GoTo3DView",
  "GoToDp",
  "GoToE",
  "GoToR",
  "ImportData",
  "JavaScript",
  "Launch",
  "Rendition",
  "ResetForm",
  "RichMediaExecute",
  "SetOCGState",
  "SubmitForm",
]);

/** The filters of streams (ISO 32000-2, table 6), without that of encryption. */
const allowedFilters = new Set([
  "ASCII85Decode",
  "ASCIIHexDecode",
  "CCITTFaxDecode",
  "DCTDecode",
  "FlateDecode",
  "JBIG2Decode",
  "JPXDecode",
  "LZWDecode",
  "RunLengthDecode",
]);

/** The most filters of one stream: scanners write two. */
const maxFilters = 3;

/** The most pixels of an image in a page: an A3 page at 600 dpi has 70 million. */
const maxImagePixels = 100_000_000;

/** The annotations that mark text or lead elsewhere (ISO 32000-2, table 171), and fields of forms. */
export const allowedAnnotations = new Set([
  "Caret",
  "Circle",
  "FreeText",
  "Highlight",
  "Ink",
  "Line",
  "Link",
  "Polygon",
  "PolyLine",
  "Popup",
  "Square",
  "Squiggly",
  "Stamp",
  "StrikeOut",
  "Text",
  "Underline",
  "Widget",
]);

/** The name at a key, without its slash; `undefined` for another value. */
export function getName(dict: PDFDict, key: string): string | undefined {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFName ? value.decodeText() : undefined;
}

function getPdfNumber(dict: PDFDict, key: string): number {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFNumber ? value.asNumber() : 0;
}

/** The values in an array, a dictionary or the dictionary of a stream. */
export function listParts(object: PDFObject): PDFObject[] {
  if (object instanceof PDFArray) return object.asArray();
  if (object instanceof PDFRawStream) return object.dict.values();
  return object instanceof PDFDict ? object.values() : [];
}

/**
 * Asserts that an object contains no script, no action but a click on a link, no other file, and only filters that are
 * allowed. References are not followed, so each object is checked once.
 * @throws FileRejectedError `pdf-has-active-content`
 */
export function assertNoActiveContent(context: PDFContext, object: PDFObject): void {
  const pending: PDFObject[] = [object];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next instanceof PDFRawStream) assertStreamAllowed(next);
    const dict = next instanceof PDFRawStream ? next.dict : next;
    if (dict instanceof PDFDict) assertDictionaryAllowed(context, dict);
    for (const part of listParts(next)) pending.push(part);
  }
}

/** The refusal of a PDF that does more than show pages. */
export const refuseActiveContent = () => new FileRejectedError("pdf-has-active-content");

function assertDictionaryAllowed(context: PDFContext, dict: PDFDict): void {
  if (dict.keys().some((key) => forbiddenKeys.has(key.decodeText()))) throw refuseActiveContent();
  if (forbiddenActions.has(getName(dict, "S") ?? "") || getName(dict, "Type") === "Filespec")
    throw refuseActiveContent();
  const subtype = getName(dict, "Subtype") ?? "";
  const isAnnotation = getName(dict, "Type") === "Annot";
  if (isAnnotation && !allowedAnnotations.has(subtype)) throw refuseActiveContent();
  if (dict.has(PDFName.of("OpenAction"))) assertActionAllowed(context, dict.get(PDFName.of("OpenAction")), false);
  if (dict.has(PDFName.of("A"))) assertActionAllowed(context, dict.get(PDFName.of("A")), subtype === "Link");
}

const actionKeys = new Set(["Type", "S", "D", "SD", "URI", "IsMap"]);

/**
 * Asserts that an action leads to a page of the document, or as a click on a link to a web page or an email address.
 * A destination, and the attributes of a structure element, are at the same key and no actions. A stream is none of them,
 * and some readers take it for an action.
 */
function assertActionAllowed(context: PDFContext, value: PDFObject | undefined, isLink: boolean): void {
  const action = context.lookup(value);
  if (action instanceof PDFRawStream) throw refuseActiveContent();
  if (!(action instanceof PDFDict) || !action.has(PDFName.of("S"))) return;
  const kind = getName(action, "S");
  if (action.keys().some((key) => !actionKeys.has(key.decodeText()))) throw refuseActiveContent();
  if (kind === "GoTo") return;
  if (kind !== "URI" || !isLink || !isWebOrEmailAddress(action.lookup(PDFName.of("URI")))) throw refuseActiveContent();
}

function isWebOrEmailAddress(value: PDFObject | undefined): boolean {
  const isText = value instanceof PDFString || value instanceof PDFHexString;
  return isText && /^(?:https?:\/\/|mailto:)/i.test(value.decodeText());
}

/** The content of a stream is in the file, and is encoded with few filters that are allowed. */
function assertStreamAllowed({ dict }: PDFRawStream): void {
  const subtypes = [getName(dict, "Subtype"), getName(dict, "Subtype2")];
  const isElsewhere = ["F", "FFilter", "FDecodeParms", "Ref"].some((key) => dict.has(PDFName.of(key)));
  if (isElsewhere || subtypes.includes("PS")) throw refuseActiveContent();
  const filter = dict.lookup(PDFName.of("Filter"));
  const filters = filter instanceof PDFArray ? filter.asArray().map((each) => dict.context.lookup(each)) : [filter];
  const names = filters.flatMap((each) => (each instanceof PDFName ? [each.decodeText()] : []));
  if (names.some((name) => !allowedFilters.has(name)) || names.length > maxFilters) throw refuseActiveContent();
  if (subtypes[0] === "Image" && getPdfNumber(dict, "Width") * getPdfNumber(dict, "Height") > maxImagePixels)
    throw new FileRejectedError("file-too-complex");
}
