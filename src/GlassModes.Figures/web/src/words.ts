// What the view of modes says in words.

import type { ModeData, RungData, SampleData } from "./data";
import type { Frame, Mode } from "./decode";
import { formatNumber } from "./format";
import { distanceOf, type Picture } from "./picture";

/** "kalj, N = 1000, T = 2, sample 3". People count from 1, as the directories of samples do. */
export function describeSample(sample: SampleData): string {
  const temperature = sample.temperature.length > 0 ? `, T = ${sample.temperature}` : "";
  return `${sample.model}, N = ${sample.particles}${temperature}, sample ${sample.sample + 1}`;
}

/** "log₁₀ W = −4". */
export function describeRung(rung: RungData): string {
  return `log\u2081\u2080 W = ${formatNumber(Number(rung.log10W.toFixed(6)))}`;
}

/** The facts of a mode: names with texts. */
export function listFacts(sample: SampleData, rung: RungData, mode: ModeData, frame: Frame, picture: Picture): [string, string][] {
  const apart = distanceOf(frame, mode.core, mode.energyCore, sample.box);
  return [
    ["t", rung.time === null ? "\u2013" : formatNumber(rung.time)],
    ["unstable modes", rung.unstable === undefined ? "not known" : String(rung.unstable)],
    ["\u03bb", formatNumber(mode.eigenvalue)],
    ["P", formatNumber(mode.participation)],
    ["core energy", formatNumber(mode.coreEnergy)],
    ["core radius", formatNumber(mode.length)],
    ["cores", mode.core === mode.energyCore ? "one particle" : `${formatNumber(apart)} \u03c3 apart`],
    ["shown", `${picture.count} of ${sample.particles}`],
  ];
}

/** A particle in words, one fact a line. */
export function describeParticle(particle: number, species: number, mode: Mode, distance: number): string[] {
  return [
    `particle ${particle + 1} (${String.fromCharCode(65 + species)})`,
    `|e| = ${formatNumber(mode.norms[particle])}`,
    `\u03b4E = ${formatNumber(mode.energies[particle])}`,
    `r = ${formatNumber(distance)}`,
  ];
}
