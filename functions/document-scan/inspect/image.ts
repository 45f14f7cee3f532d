import { inflateSync } from "node:zlib";
import { createJimp } from "@jimp/core";
import jpeg from "@jimp/js-jpeg";
import png from "@jimp/js-png";
import { methods as crop } from "@jimp/plugin-crop";
import { methods as resize } from "@jimp/plugin-resize";
import { FileRejectedError } from "./file-rejected-error.ts";
import { hasArchive, hasMarkup } from "./polyglots.ts";

const Jimp = createJimp({ formats: [jpeg, png], plugins: [crop, resize] });
type JimpImage = InstanceType<typeof Jimp>;

/** The largest image that is decoded, in pixels: 40 megapixels take 160 MB. */
const maxPixels = 40_000_000;

/** In pixels. A badge prints a photo 30 mm high at 300 dpi; a face in a smaller photo is not recognizable. */
const minPhotoSize = { width: 240, height: 320 };
const photoSize = { width: 600, height: 800 };

/** The longer side of a page that stays readable, in pixels. */
const maxPageSide = 2_400;

const decodingLimits = { "image/jpeg": { maxMemoryUsageInMB: 1_200, maxResolutionInMP: maxPixels / 1_000_000 } };

/**
 * Encodes the pixels of an image as a new JPEG: rotated as its metadata says, on white, without any other data of the
 * file. A photo is cropped to the badge's ratio of 3 to 4, around the centre and nearer to the top, where faces are.
 * @throws FileRejectedError
 */
export async function reencodeImage(
  type: "image/jpeg" | "image/png",
  bytes: Uint8Array,
  isPhoto: boolean,
): Promise<Uint8Array> {
  if (hasMarkup(bytes) || hasArchive(bytes)) throw new FileRejectedError("file-is-two-in-one");
  const { width, height } = type === "image/png" ? parsePngSize(bytes) : parseJpegSize(bytes);
  if (width * height > maxPixels) throw new FileRejectedError("image-too-large");
  const minSide = isPhoto ? minPhotoSize.width : 1;
  if (Math.min(width, height) < minSide) throw new FileRejectedError("image-too-small");
  if (type === "image/png") assertDeclaredSize(bytes);
  const decoded = await decodeImage(bytes);
  const { bitmap } = isPhoto ? cropToPhoto(decoded) : scaleToPage(decoded);
  // A new image, because the decoded one carries the EXIF data of the file.
  const image = new Jimp({ data: flattenOnWhite(bitmap.data), width: bitmap.width, height: bitmap.height });
  return new Uint8Array(await image.getBuffer("image/jpeg", { quality: 85 }));
}

async function decodeImage(bytes: Uint8Array): Promise<JimpImage> {
  try {
    return (await Jimp.fromBuffer(Buffer.from(bytes), decodingLimits)) as JimpImage;
  } catch {
    throw new FileRejectedError("file-broken");
  }
}

function cropToPhoto(image: JimpImage): JimpImage {
  const { width, height } = image.bitmap;
  const w = Math.min(width, Math.floor((height * photoSize.width) / photoSize.height));
  const h = Math.min(height, Math.floor((width * photoSize.height) / photoSize.width));
  if (w < minPhotoSize.width || h < minPhotoSize.height) throw new FileRejectedError("image-too-small");
  image.crop({ x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 3), w, h });
  if (h > photoSize.height) image.resize({ w: photoSize.width, h: photoSize.height });
  return image;
}

function scaleToPage(image: JimpImage): JimpImage {
  const { width, height } = image.bitmap;
  const scale = maxPageSide / Math.max(width, height);
  if (scale < 1) image.resize({ w: Math.round(width * scale), h: Math.round(height * scale) });
  return image;
}

/** JPEG has no transparency; transparent pixels would become black. */
function flattenOnWhite(data: Buffer): Buffer {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 255;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel += 1) {
      data[channel] = Math.round(((data[channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255);
    }
    data[at + 3] = 255;
  }
  return data;
}

function parsePngSize(bytes: Uint8Array) {
  const view = Buffer.from(bytes);
  if (bytes.length < 33 || view.toString("latin1", 12, 16) !== "IHDR") throw new FileRejectedError("file-broken");
  return { width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
}

/** The first frame header contains the size. Each segment before it states its own length. */
function parseJpegSize(bytes: Uint8Array) {
  const view = Buffer.from(bytes);
  for (let at = 2; at + 9 < view.length; ) {
    if (view[at] !== 0xff) break;
    const marker = view[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.readUInt16BE(at + 2);
  }
  throw new FileRejectedError("file-broken");
}

/** Inflates at most the data that the declared size allows, because a small file may expand to gigabytes. */
function assertDeclaredSize(bytes: Uint8Array): void {
  const view = Buffer.from(bytes);
  const { width, height } = parsePngSize(bytes);
  const chunks: Buffer[] = [];
  for (let at = 8; at + 12 <= view.length; ) {
    const length = view.readUInt32BE(at);
    if (view.toString("latin1", at + 4, at + 8) === "IDAT") chunks.push(view.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  // At most 16 bits in four channels, a byte for each row, and the seven passes of an interlaced image.
  const maxOutputLength = width * height * 8 + height * 14 + 1_024;
  try {
    inflateSync(Buffer.concat(chunks), { maxOutputLength });
  } catch (error) {
    const exceedsLimit = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new FileRejectedError(exceedsLimit ? "file-expands-too-much" : "file-broken");
  }
}
