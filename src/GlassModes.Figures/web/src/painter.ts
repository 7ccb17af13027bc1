// What a painter of modes does. There are two: one with WebGL (scene.ts), one without (drawing.ts).

import type { Camera } from "./camera";
import type { Picture } from "./picture";

export interface Painter {
  readonly canvas: HTMLCanvasElement;
  /** Takes another picture. */
  show(picture: Picture): void;
  /** Draws, in a size in pixels of the page. */
  draw(camera: Camera, width: number, height: number): void;
}
