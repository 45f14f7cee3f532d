import { copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Architecture, Code, LayerVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import type { Stack } from "aws-cdk-lib/core";

const packages = path.resolve(import.meta.dirname, "../node_modules/@expo-google-fonts");

/** The fonts as a layer, and the folder in which a function finds them. */
export interface FontLayer {
  readonly layer: LayerVersion;
  readonly folder: string;
}

/**
 * Noto Sans in regular and bold, a family for each script: 34 files, 63 MB of the 250 MB that a function and its layers
 * may have. In a layer and not in a bundle, for they change once in years and the code every day.
 */
export function makeFonts(stack: Stack): FontLayer {
  const layer = new LayerVersion(stack, "Fonts", {
    description: "Palais: Noto Sans for badges",
    code: Code.fromAsset(collectFonts(stack)),
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    compatibleArchitectures: [Architecture.ARM_64],
    license: "OFL-1.1",
  });
  return { layer, folder: "/opt/fonts" };
}

/** The layer's folder. Where the stack's bundling is switched off, a folder of sources stands in. */
function collectFonts(stack: Stack): string {
  if (!stack.bundlingRequired) return path.resolve(import.meta.dirname, "../shared/badge/text");
  const folder = mkdtempSync(path.join(tmpdir(), "palais-fonts-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  layFonts(path.join(folder, "fonts"));
  return folder;
}

/** Lays the font files of the packages side by side into a folder. */
export function layFonts(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of globSync("noto-sans*/{400Regular,700Bold}/*.ttf", { cwd: packages })) {
    copyFileSync(path.join(packages, file), path.join(folder, path.basename(file)));
  }
}
