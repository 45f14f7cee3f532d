import type { PdfRef, PdfWriter } from "./pdf-writer.ts";

/** Finds the first frame header, which has size and number of components. Each segment before it has a length. */
export function parseJpegHeader(jpeg: Uint8Array) {
  const view = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length);
  for (let at = 2; at + 9 < view.length && view[at] === 0xff; at += 2 + view.readUInt16BE(at + 2)) {
    const marker = view[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7), components: view[at + 9] };
  }
  throw new Error("a picture that is not a JPEG");
}

/** Writes a JPEG unchanged, because PDF supports its compression. */
export function writeJpeg(writer: PdfWriter, jpeg: Uint8Array): PdfRef {
  const { width, height, components } = parseJpegHeader(jpeg);
  const space = components === 1 ? "/DeviceGray" : "/DeviceRGB";
  const entries = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace ${space} /BitsPerComponent 8`;
  return writer.writeStream(jpeg, `${entries} /Filter /DCTDecode`);
}
