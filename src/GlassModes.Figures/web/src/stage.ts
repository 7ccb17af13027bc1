// The place of the picture: it draws when something has changed, and answers to pointer and keys.

import { firstCamera, projector, turn, zoom, type Camera } from "./camera";
import { onThemeChange } from "./colours";
import { make } from "./dom";
import { DrawingPainter } from "./drawing";
import type { Painter } from "./painter";
import type { Picture } from "./picture";
import { ScenePainter } from "./scene";

const turnStep = 0.12;
const zoomStep = 1.15;

/** What the stage tells its owner. */
export interface StageEvents {
  /** Lines about a sphere under the pointer; null where there is none. */
  point(sphere: number | null): string[];
  /** The reader asks for the next rung or the one before. */
  step(rungs: number): void;
  /** The reader asks to play or to pause. */
  play(): void;
}

/** The stage. */
export class Stage {
  readonly element: HTMLElement;
  private readonly painter: Painter;
  private readonly tip = make("div", { class: "tip", hidden: true });
  private camera: Camera = firstCamera();
  private picture: Picture | null = null;
  private hasRequest = false;
  private drawings = 0;
  private dragged: { id: number; x: number; y: number } | null = null;

  constructor(private readonly events: StageEvents, label: string, keys: string) {
    this.element = make("div", { class: "stage", tabindex: 0, role: "application", "aria-label": label, "aria-describedby": keys });
    this.painter = makePainter();
    this.element.dataset["painter"] = this.painter instanceof ScenePainter ? "webgl" : "drawing";
    this.painter.canvas.setAttribute("aria-hidden", "true");
    this.element.append(this.painter.canvas, this.tip);
    this.listen();
  }

  /** Whether the picture is drawn without WebGL. */
  get isFlat(): boolean {
    return this.painter instanceof DrawingPainter;
  }

  /** Shows another picture at once. What was said about a sphere of the last picture goes. */
  show(picture: Picture): void {
    this.picture = picture;
    this.tip.hidden = true;
    this.painter.show(picture);
    this.draw();
  }

  turnBy(across: number, up: number): void {
    turn(this.camera, across, up);
    this.request();
  }

  zoomBy(factor: number): void {
    zoom(this.camera, factor);
    this.request();
  }

  reset(): void {
    this.camera = firstCamera();
    this.request();
  }

  private request(): void {
    if (!this.hasRequest) {
      this.hasRequest = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  private draw(): void {
    this.hasRequest = false;
    const [width, height] = [this.element.clientWidth, this.element.clientHeight];
    if (this.picture !== null && width > 0 && height > 0) {
      this.painter.draw(this.camera, width, height);
      this.drawings++;
      this.element.dataset["drawings"] = String(this.drawings);
    }
  }

  private listen(): void {
    new ResizeObserver(() => this.request()).observe(this.element);
    onThemeChange(() => this.request());
    this.painter.canvas.addEventListener("webglcontextrestored", () => this.request());
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.element.addEventListener("pointerdown", (event) => {
      this.dragged = { id: event.pointerId, x: event.clientX, y: event.clientY };
      this.element.setPointerCapture(event.pointerId);
    });
    this.element.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"] as const) {
      this.element.addEventListener(name, () => (this.dragged = null));
    }

    this.element.addEventListener("pointerleave", () => this.point(null, 0, 0));
    // The wheel alone scrolls the page. With Ctrl, which a pinch on a touchpad sends too, it zooms.
    this.element.addEventListener("wheel", (event) => {
      if (event.ctrlKey) {
        event.preventDefault();
        this.zoomBy(Math.exp(event.deltaY / 300));
      }
    }, { passive: false });
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }

    const actions: Record<string, () => void> = {
      ArrowLeft: () => this.turnBy(-turnStep, 0),
      ArrowRight: () => this.turnBy(turnStep, 0),
      ArrowUp: () => this.turnBy(0, turnStep),
      ArrowDown: () => this.turnBy(0, -turnStep),
      "+": () => this.zoomBy(1 / zoomStep),
      "=": () => this.zoomBy(1 / zoomStep),
      "-": () => this.zoomBy(zoomStep),
      Home: () => this.reset(),
      ",": () => this.events.step(-1),
      ".": () => this.events.step(1),
      " ": () => this.events.play(),
    };
    const action = actions[event.key];
    if (action !== undefined) {
      event.preventDefault();
      action();
    }
  }

  private move(event: PointerEvent): void {
    if (this.dragged?.id === event.pointerId) {
      this.turnBy((event.clientX - this.dragged.x) / 150, (event.clientY - this.dragged.y) / 150);
      this.dragged = { id: event.pointerId, x: event.clientX, y: event.clientY };
      return;
    }

    const place = this.element.getBoundingClientRect();
    const [x, y] = [event.clientX - place.left, event.clientY - place.top];
    this.point(this.sphereAt(x, y), x, y);
  }

  private point(sphere: number | null, x: number, y: number): void {
    const lines = this.events.point(sphere);
    this.tip.hidden = lines.length === 0;
    if (lines.length > 0) {
      this.tip.replaceChildren(...lines.map((line) => make("div", {}, line)));
      const isRight = x > this.element.clientWidth / 2;
      const isLow = y > this.element.clientHeight / 2;
      const beside = `translate(${isRight ? "calc(-100% - 14px)" : "14px"}, ${isLow ? "-100%" : "0"})`;
      this.tip.style.transform = `translate(${x}px, ${y}px) ${beside}`;
    }
  }

  // The nearest sphere at a place of the stage.
  private sphereAt(x: number, y: number): number | null {
    const picture = this.picture;
    if (picture === null) {
      return null;
    }

    const project = projector(this.camera, picture.box, this.element.clientWidth, this.element.clientHeight);
    let [found, nearest]: [number | null, number] = [null, Infinity];
    for (let k = 0; k < picture.count; k++) {
      const at = project(picture.positions[3 * k]!, picture.positions[3 * k + 1]!, picture.positions[3 * k + 2]!);
      const radius = picture.radii[k]! * at.scale;
      if (at.depth > 0 && at.depth < nearest && (at.x - x) ** 2 + (at.y - y) ** 2 < radius * radius) {
        [found, nearest] = [k, at.depth];
      }
    }

    return found;
  }
}

// Without WebGL a picture is drawn that shows the same.
function makePainter(): Painter {
  try {
    return new ScenePainter();
  } catch {
    return new DrawingPainter();
  }
}
