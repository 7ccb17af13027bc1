// Colours: those of the page, a sequential scale and a diverging one that the colour-blind can read.

export type Rgb = [number, number, number];

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Whether the reader wants light text on a dark ground. */
export function isDark(): boolean {
  return dark.matches;
}

/** Calls back when the reader changes between light and dark. */
export function onThemeChange(changed: () => void): void {
  dark.addEventListener("change", changed);
}

export interface Theme {
  ground: string;
  text: string;
  faint: string;
  grid: string;
}

export function theme(): Theme {
  return isDark()
    ? { ground: "#14171a", text: "#e6e8ea", faint: "#9aa3ab", grid: "#30363c" }
    : { ground: "#ffffff", text: "#1b1f23", faint: "#6a737b", grid: "#dfe3e6" };
}

// Samples of viridis, and of a scale from orange through grey to blue.
const sequential: Rgb[] = [
  [68, 1, 84], [72, 40, 120], [62, 74, 137], [49, 104, 142], [38, 130, 142], [31, 158, 137], [53, 183, 121], [109, 205, 89],
  [180, 222, 44], [253, 231, 37],
];
const divergingLight: Rgb[] = [
  [150, 60, 0], [214, 106, 20], [245, 176, 110], [205, 205, 205], [120, 180, 225], [40, 115, 185], [10, 55, 120],
];
const divergingDark: Rgb[] = [
  [255, 190, 110], [240, 130, 40], [165, 85, 35], [80, 82, 86], [45, 95, 145], [70, 150, 220], [160, 215, 255],
];

/** A colour of the sequential scale. 0 is close to the ground of the page, 1 is far from it. */
export function sequentialAt(share: number): Rgb {
  return isDark() ? interpolate(sequential, 0.12 + 0.88 * share) : interpolate(sequential, 0.95 * (1 - share));
}

/** A colour of the diverging scale from −1 to 1. */
export function divergingAt(share: number): Rgb {
  return interpolate(isDark() ? divergingDark : divergingLight, (1 + share) / 2);
}

/** The colour of a series by its place among the series. The first is the farthest from the ground of the page. */
export function seriesColour(place: number, places: number): string {
  const share = places > 1 ? place / (places - 1) : 0.25;
  return css(interpolate(sequential, isDark() ? 0.97 - 0.62 * share : 0.03 + 0.75 * share));
}

/** A scale as Plotly wants it. */
export function plotlyScale(): [number, string][] {
  return Array.from({ length: 10 }, (_, k) => [k / 9, css(interpolate(sequential, isDark() ? 0.15 + (0.85 * k) / 9 : (0.9 * k) / 9))]);
}

/** A gradient for a style, from the first to the last share. */
export function gradient(colour: (share: number) => Rgb, from: number, to: number): string {
  const stops = Array.from({ length: 12 }, (_, k) => css(colour(from + ((to - from) * k) / 11)));
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)})`;
}

function interpolate(scale: Rgb[], share: number): Rgb {
  const place = Math.min(Math.max(share, 0), 1) * (scale.length - 1);
  const k = Math.min(Math.floor(place), scale.length - 2);
  const rest = place - k;
  const [a, b] = [scale[k]!, scale[k + 1]!];
  return [a[0] + rest * (b[0] - a[0]), a[1] + rest * (b[1] - a[1]), a[2] + rest * (b[2] - a[2])];
}
