import { copyFileSync, globSync, mkdirSync } from "node:fs";
import path from "node:path";
import { Architecture, Code, LayerVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import { RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import { createTemporaryFolder, repositoryRoot } from "../build-paths.ts";

const fontPackagesFolder = path.join(repositoryRoot, "node_modules/@expo-google-fonts");

export interface FontLayer {
  readonly layer: LayerVersion;
  /** The folder with the fonts in a function that has the layer. */
  readonly folder: string;
}

/**
 * Creates the layer with Noto Sans in regular and bold, a family for each script: 52 files, 67 MB of the 250 MB that a
 * function and its layers may have. It is not part of the bundles, because fonts change once in years.
 */
export function createFontLayer(stack: Stack): FontLayer {
  const layer = new LayerVersion(stack, "FontLayer", {
    description: "Palais: Noto Sans for badges",
    code: Code.fromAsset(collectFonts(stack)),
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    compatibleArchitectures: [Architecture.ARM_64],
    license: "OFL-1.1",
    // Former versions of the functions use a former layer, also after a rollback.
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  return { layer, folder: "/opt/fonts" };
}

/** If bundling is disabled for the stack, a folder of sources is used instead. */
function collectFonts(stack: Stack): string {
  if (!stack.bundlingRequired) return path.join(repositoryRoot, "shared/printing/text");
  const folder = createTemporaryFolder("fonts");
  copyFonts(path.join(folder, "fonts"));
  return folder;
}

/** Copies the font files of all packages into one folder. */
export function copyFonts(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of globSync("noto-{sans,serif}*/{400Regular,700Bold}/*.ttf", { cwd: fontPackagesFolder })) {
    copyFileSync(path.join(fontPackagesFolder, file), path.join(folder, path.basename(file)));
  }
}
