// What is drawn of a mode at a rung: spheres and arrows around the core, in the order of |e|.

import { divergingAt, sequentialAt, type Rgb } from "./colours";
import type { SampleData } from "./data";
import type { Frame } from "./decode";

export type ColourBy = "norm" | "energy";

/** Decades of |e| that the colours span. */
export const decades = 3;
const mostArrows = 300;
const longestArrow = 2;
const sphereSize = 0.64;

/** Spheres and arrows. Positions are relative to the core by norm, which is in the middle of the box. */
export interface Picture {
  box: number;
  /** Number of spheres that are shown: the first ones, of largest |e|. */
  count: number;
  /** Index of the particle of each sphere. */
  order: Uint32Array;
  positions: Float32Array;
  radii: Float32Array;
  colours: Uint8Array;
  /** Start and end of each arrow: six numbers an arrow. */
  arrows: Float32Array;
  arrowCount: number;
}

/** Makes the picture of a mode. The threshold is a share of the largest |e|. */
export function makePicture(
  sample: SampleData, species: Uint8Array, frame: Frame, mode: number, threshold: number, colourBy: ColourBy, hasArrows: boolean,
): Picture {
  const { norms, order, vector, energies } = frame.modes[mode]!;
  const count = countAbove(norms, order, threshold);
  const largest = norms[order[0]!]!;
  const strongest = strongestOf(energies);
  const positions = new Float32Array(3 * count);
  const radii = new Float32Array(count);
  const colours = new Uint8Array(3 * count);
  for (let k = 0; k < count; k++) {
    const i = order[k]!;
    place(frame, order[0]!, i, sample.box, positions, 3 * k);
    radii[k] = (sphereSize / 2) * sample.diameters[species[i]!]!;
    const colour = colourBy === "norm" ? normColour(norms[i]! / largest) : energyColour(energies[i]! / strongest);
    colours.set(colour, 3 * k);
  }

  const arrowCount = hasArrows ? Math.min(count, mostArrows) : 0;
  const arrows = new Float32Array(6 * arrowCount);
  for (let k = 0; k < arrowCount; k++) {
    const i = order[k]!;
    const length = longestArrow * Math.sqrt(norms[i]! / largest);
    for (let c = 0; c < 3; c++) {
      // From the surface of the sphere, so that no arrow is hidden in its sphere.
      const direction = vector[3 * i + c]! / norms[i]!;
      arrows[6 * k + c] = positions[3 * k + c]! + radii[k]! * direction;
      arrows[6 * k + 3 + c] = positions[3 * k + c]! + (radii[k]! + length) * direction;
    }
  }

  return { box: sample.box, count, order, positions, radii, colours, arrows, arrowCount };
}

/** The colour of |e| as a share of its largest value: logarithmic over some decades. */
export function normColour(share: number): Rgb {
  return sequentialAt(1 + Math.log10(Math.max(share, 10 ** -decades)) / decades);
}

/** The colour of δE as a share of its largest size: the square root keeps small values visible. */
export function energyColour(share: number): Rgb {
  return divergingAt(Math.sign(share) * Math.sqrt(Math.abs(share)));
}

/** The distance of two particles by minimum image. */
export function distanceOf(frame: Frame, from: number, to: number, box: number): number {
  const offset = new Float32Array(3);
  place(frame, from, to, box, offset, 0);
  return Math.hypot(offset[0]!, offset[1]!, offset[2]!);
}

// Coordinates are modulo 65536, so that a signed difference is the minimum image.
function place(frame: Frame, core: number, particle: number, box: number, target: Float32Array, at: number): void {
  for (let c = 0; c < 3; c++) {
    const difference = frame.coordinates[3 * particle + c]! - frame.coordinates[3 * core + c]!;
    target[at + c] = (((difference << 16) >> 16) / 65536) * box;
  }
}

// The largest |e| is always shown.
function countAbove(norms: Float32Array, order: Uint32Array, threshold: number): number {
  const least = threshold * norms[order[0]!]!;
  let [below, above] = [1, order.length];
  while (below < above) {
    const middle = (below + above) >> 1;
    if (norms[order[middle]!]! >= least) {
      below = middle + 1;
    } else {
      above = middle;
    }
  }

  return below;
}

function strongestOf(energies: Float32Array): number {
  let strongest = 0;
  for (const energy of energies) {
    strongest = Math.max(strongest, Math.abs(energy));
  }

  return strongest > 0 ? strongest : 1;
}
