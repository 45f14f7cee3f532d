import { createRequire } from "node:module";
import { answers, Child, type House } from "../child.ts";
import { loopback } from "../ports.ts";

const require = createRequire(import.meta.url);

/** S3, on disk. It checks neither signatures nor policies: only the server before it is told its port. */
export function documentsEmulator(port: number, house: House): Child {
  const program = require.resolve("s3rver/bin/s3rver.js");
  const at = ["--address", loopback, "--port", String(port), "--directory", house.home.documents];
  return new Child(
    {
      name: "documents",
      command: process.execPath,
      args: [program, ...at, "--silent", "--no-vhost-buckets"],
      isReady: () => answers(`http://${loopback}:${port}/`),
    },
    house,
  );
}
