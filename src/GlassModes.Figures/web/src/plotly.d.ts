// What the page uses of Plotly. The packages of types for it are larger than it, and of an older version.

declare module "plotly.js-basic-dist-min" {
  type Json = unknown;
  interface Plotly {
    react(place: HTMLElement, traces: Json[], layout: Json, config: Json): Promise<HTMLElement>;
    purge(place: HTMLElement): void;
  }

  const plotly: Plotly;
  export default plotly;
}
