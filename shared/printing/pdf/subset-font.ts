import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The exports of HarfBuzz's subsetter that are in use. Pointers are numbers. */
interface HarfBuzzSubsetter {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(size: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_glyph_set(input: number): number;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_or_fail(face: number, input: number): number;
}

/** hb-subset.h: no hinting; glyphs keep their numbers; no closure over the layout tables, which are dropped. */
const subsetFlags = 0x1 | 0x2 | 0x200;
/** HB_SUBSET_SETS_DROP_TABLE_TAG */
const droppedTables = 3;
/** The text is already shaped, so a PDF viewer needs only the outlines. */
const unneededTables = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "name", "OS/2", "post", "cmap", "kern", "DSIG", "meta"];

/** Every JavaScript runtime has WebAssembly, but Node's types lack it. */
interface WebAssemblyRuntime {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}
const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyRuntime }).WebAssembly;

const wasmFile = "harfbuzz-subset.wasm";
let loadedSubsetter: HarfBuzzSubsetter | undefined;

/** Loads the file beside the bundle if there is one, otherwise from its package. */
function loadSubsetter(): HarfBuzzSubsetter {
  if (loadedSubsetter) return loadedSubsetter;
  const beside = fileURLToPath(new URL(wasmFile, import.meta.url));
  const file = existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`harfbuzzjs/dist/${wasmFile}`);
  const exports = new Instance(new Module(readFileSync(file))).exports as HarfBuzzSubsetter;
  exports._initialize();
  loadedSubsetter = exports;
  return exports;
}

const toTableTag = (name: string) => [...name.padEnd(4)].reduce((tag, each) => tag * 256 + each.charCodeAt(0), 0);

/** The font with the outlines of these glyphs only, under their numbers. */
export function subsetFont(font: Uint8Array, glyphs: Iterable<number>): Uint8Array {
  const hb = loadSubsetter();
  const data = hb.malloc(font.length);
  new Uint8Array(hb.memory.buffer).set(font, data);
  const blob = hb.hb_blob_create(data, font.length, 2, 0, 0);
  const face = hb.hb_face_create(blob, 0);
  const input = hb.hb_subset_input_create_or_fail();
  try {
    hb.hb_subset_input_set_flags(input, subsetFlags);
    const kept = hb.hb_subset_input_glyph_set(input);
    for (const glyph of glyphs) hb.hb_set_add(kept, glyph);
    const dropped = hb.hb_subset_input_set(input, droppedTables);
    for (const table of unneededTables) hb.hb_set_add(dropped, toTableTag(table));
    return copySubsetBytes(hb, hb.hb_subset_or_fail(face, input));
  } finally {
    hb.hb_subset_input_destroy(input);
    hb.hb_face_destroy(face);
    hb.hb_blob_destroy(blob);
    hb.free(data);
  }
}

function copySubsetBytes(hb: HarfBuzzSubsetter, face: number): Uint8Array {
  if (face === 0) throw new Error("the font cannot be subset");
  const blob = hb.hb_face_reference_blob(face);
  const start = hb.hb_blob_get_data(blob, 0);
  const bytes = new Uint8Array(hb.memory.buffer, start, hb.hb_blob_get_length(blob)).slice();
  hb.hb_blob_destroy(blob);
  hb.hb_face_destroy(face);
  return bytes;
}
