import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import decodeJpeg, { init as initJpeg } from "@jsquash/jpeg/decode.js";
import { decode as decodePng, init as initPng } from "@jsquash/png/decode.js";
import { FileRejectedError } from "./file-rejected-error.ts";

/** The pixels of an image, four bytes each: red, green, blue and opacity. */
export interface Bitmap {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** The decoders: MozJPEG and the PNG decoder of Rust, as WebAssembly. The build copies them beside the bundle. */
const decoderModules = {
  jpeg: "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm",
  png: "@jsquash/png/codec/pkg/squoosh_png_bg.wasm",
} as const;

function readDecoder(module: string): Uint8Array<ArrayBuffer> {
  const bundled = fileURLToPath(new URL(module.split("/").at(-1) ?? "", import.meta.url));
  return new Uint8Array(readFileSync(existsSync(bundled) ? bundled : createRequire(import.meta.url).resolve(module)));
}

/**
 * Decodes an image whose structure was checked, turned as its metadata says.
 * @throws FileRejectedError `file-broken`
 */
export async function decodeImage(type: "image/jpeg" | "image/png", bytes: Uint8Array): Promise<Bitmap> {
  const buffer = new Uint8Array(bytes).buffer;
  try {
    if (type === "image/png") {
      await initPng(readDecoder(decoderModules.png));
      return await decodePng(buffer);
    }
    await initJpeg({ wasmBinary: readDecoder(decoderModules.jpeg) });
    return await decodeJpeg(buffer, { preserveOrientation: true });
  } catch {
    throw new FileRejectedError("file-broken");
  }
}
