declare module "linebreak" {
  /** Unicode's line breaking algorithm (UAX 14); the package brings no types of its own. */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { readonly position: number; readonly required: boolean } | null;
  }
}
