/**
 * Where the synthesised app lies, if it was made in this run of the tests: test/run.ts says so after its check `synth`.
 * Else each system that starts makes its own.
 */
export function assembly(): { readonly cdkOut?: string } {
  const cdkOut = process.env["PALAIS_CDK_OUT"];
  return cdkOut === undefined ? {} : { cdkOut };
}
