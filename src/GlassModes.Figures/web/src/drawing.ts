// Paints a mode on a flat canvas, where WebGL is missing: circles with their arrows, from the farthest to the nearest.

import { projector, type Camera } from "./camera";
import { theme } from "./colours";
import type { Painter } from "./painter";
import type { Picture } from "./picture";

// More circles take long to draw. Those of largest |e| are drawn.
const mostCircles = 6000;

const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [(k & 1) - 0.5, ((k >> 1) & 1) - 0.5, ((k >> 2) & 1) - 0.5] as const);
const edges = corners.flatMap((_, k) => [1, 2, 4].filter((bit) => (k & bit) === 0).map((bit) => [k, k | bit] as const));

/** Paints on a flat canvas. */
export class DrawingPainter implements Painter {
  readonly canvas = document.createElement("canvas");
  private picture: Picture | null = null;

  show(picture: Picture): void {
    this.picture = picture;
  }

  draw(camera: Camera, width: number, height: number): void {
    const ratio = Math.min(devicePixelRatio, 2);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const context = this.canvas.getContext("2d");
    const picture = this.picture;
    if (context === null || picture === null) {
      return;
    }

    context.scale(ratio, ratio);
    const project = projector(camera, picture.box, width, height);
    const colours = theme();
    context.strokeStyle = colours.faint;
    context.lineWidth = 1;
    for (const [from, to] of edges) {
      const [a, b] = [from, to].map((k) => project(...(corners[k]!.map((x) => x * picture.box) as [number, number, number])));
      line(context, a!, b!);
    }

    const count = Math.min(picture.count, mostCircles);
    const points = Array.from({ length: count }, (_, k) => {
      const at = project(picture.positions[3 * k]!, picture.positions[3 * k + 1]!, picture.positions[3 * k + 2]!);
      return { ...at, k };
    });
    points.sort((a, b) => b.depth - a.depth);
    context.strokeStyle = colours.text;
    context.lineWidth = 1.5;
    for (const point of points.filter((each) => each.depth > 0)) {
      circle(context, picture, point);
      if (point.k < picture.arrowCount) {
        const [a, b] = [6 * point.k, 6 * point.k + 3].map((k) =>
          project(picture.arrows[k]!, picture.arrows[k + 1]!, picture.arrows[k + 2]!));
        arrow(context, a!, b!);
      }
    }

    const core = project(0, 0, 0);
    context.lineWidth = 3;
    context.beginPath();
    context.arc(core.x, core.y, 1.6 * picture.radii[0]! * core.scale, 0, 2 * Math.PI);
    context.stroke();
  }
}

interface Point {
  x: number;
  y: number;
}

function circle(context: CanvasRenderingContext2D, picture: Picture, point: Point & { scale: number; k: number }): void {
  const radius = picture.radii[point.k]! * point.scale;
  const [red, green, blue] = picture.colours.subarray(3 * point.k, 3 * point.k + 3) as unknown as [number, number, number];
  const shade = (factor: number) => `rgb(${Math.round(red * factor)}, ${Math.round(green * factor)}, ${Math.round(blue * factor)})`;
  const light = context.createRadialGradient(point.x - 0.35 * radius, point.y - 0.4 * radius, 0, point.x, point.y, radius);
  light.addColorStop(0, shade(1));
  light.addColorStop(1, shade(0.55));
  context.fillStyle = light;
  context.beginPath();
  context.arc(point.x, point.y, radius, 0, 2 * Math.PI);
  context.fill();
}

function line(context: CanvasRenderingContext2D, a: Point, b: Point): void {
  context.beginPath();
  context.moveTo(a.x, a.y);
  context.lineTo(b.x, b.y);
  context.stroke();
}

function arrow(context: CanvasRenderingContext2D, a: Point, b: Point): void {
  line(context, a, b);
  const angle = Math.atan2(b.y - a.y, b.x - a.x);
  const size = Math.min(7, 0.4 * Math.hypot(b.x - a.x, b.y - a.y));
  for (const side of [-0.5, 0.5]) {
    line(context, b, { x: b.x - size * Math.cos(angle + side), y: b.y - size * Math.sin(angle + side) });
  }
}
