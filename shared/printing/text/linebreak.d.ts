declare module "linebreak" {
  /** Unicode's line breaking algorithm (UAX 14). The package has no types. */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { readonly position: number; readonly required: boolean } | null;
  }
}
