// Small pictures of symbols and lines for the check boxes of a figure.

import type { LineData, SeriesData } from "./data";
import { dashOf, lineColour, lookColour, symbols } from "./plot";

const namespace = "http://www.w3.org/2000/svg";

// The symbols of Plotly as outlines around (12, 8).
const outlines: Record<string, string> = {
  circle: "M7.5 8a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z",
  square: "M8 4h8v8h-8Z",
  diamond: "M12 2.5l5.5 5.5l-5.5 5.5l-5.5 -5.5Z",
  "triangle-up": "M12 3l5 9h-10Z",
  "triangle-down": "M12 13l5 -9h-10Z",
  pentagon: "M12 3l5 3.6l-1.9 5.9h-6.2l-1.9 -5.9Z",
  x: "M8 5.5l1.5 -1.5l2.5 2.5l2.5 -2.5l1.5 1.5l-2.5 2.5l2.5 2.5l-1.5 1.5l-2.5 -2.5l-2.5 2.5l-1.5 -1.5l2.5 -2.5Z",
  cross: "M10.5 3.5h3v3h3v3h-3v3h-3v-3h-3v-3h3Z",
  star: "M12 2.5l1.4 4h4.2l-3.4 2.5l1.3 4l-3.5 -2.5l-3.5 2.5l1.3 -4l-3.4 -2.5h4.2Z",
  hexagon: "M9.5 3.7h5l2.5 4.3l-2.5 4.3h-5l-2.5 -4.3Z",
};

export function swatchOfSeries(series: SeriesData): SVGSVGElement {
  const colour = lookColour(series);
  const symbol = outlines[symbols[(series.place ?? 0) % symbols.length]!]!;
  return draw([
    ...(series.connected || !series.symbols ? [stroke("M0 8h24", colour, "solid")] : []),
    ...(series.symbols ? [shape("path", { d: symbol, ...(series.hollow ? { stroke: colour, "stroke-width": "1.5" } : { fill: colour }) })] : []),
  ]);
}

export function swatchOfLine(line: LineData): SVGSVGElement {
  return draw([stroke("M0 8h24", lineColour(line), dashOf(line))]);
}

function stroke(d: string, colour: string, dash: string): SVGElement {
  const dashes = dash === "dash" ? "6 4" : dash === "dot" ? "2 3" : "none";
  return shape("path", { d, stroke: colour, "stroke-width": "2", "stroke-dasharray": dashes });
}

function shape(tag: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }

  return element;
}

function draw(shapes: SVGElement[]): SVGSVGElement {
  const svg = shape("svg", { width: "24", height: "16", viewBox: "0 0 24 16", "aria-hidden": "true", class: "swatch" }) as SVGSVGElement;
  svg.append(...shapes);
  return svg;
}
