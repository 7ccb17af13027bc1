// Which samples the figures show: the choice of model, T and N.

import type { FigureData, OtherFigureData } from "./data";

/** What the reader wants to see; empty for all models, and for the temperature that the paper shows. */
export interface SampleChoice {
  model: string;
  temperature: string;
}

/** A figure with its texts. */
export type TitledFigure = OtherFigureData;

/** One figure of the page, of one or more choices of samples. */
export interface FigureChoices {
  key: string;
  /** What the page shows at first, where there is such a figure. */
  first: TitledFigure | undefined;
  others: TitledFigure[];
}

/** The figures of a choice: none, one, or one for each N that can be chosen. The first one is shown at first. */
export function figuresOf(choices: FigureChoices, wanted: SampleChoice): TitledFigure[] {
  const { first, others } = choices;
  const all = first === undefined ? others : [first, ...others];
  const isOfModel = (figure: FigureData) => wanted.model === "" || figure.model === undefined || figure.model === wanted.model;
  if (wanted.temperature === "") {
    return first !== undefined && isOfModel(first) ? all.filter((figure) => isSame(figure, first)) : [];
  }

  const found = all.filter((figure) =>
    isOfModel(figure) && (figure.temperature === undefined || figure.temperature === wanted.temperature));
  // The N of the page where it is there; else the largest N, which is the last.
  const preferred = found.find((figure) => figure === first || figure.particles === first?.particles) ?? found.at(-1);
  return preferred === undefined ? [] : [preferred, ...found.filter((figure) => figure !== preferred && isSame(figure, preferred))];
}

function isSame(figure: FigureData, other: FigureData): boolean {
  return figure.model === other.model && figure.temperature === other.temperature;
}

/** The models of figures, in their order. */
export function modelsOf(figures: FigureData[]): string[] {
  return [...new Set(figures.flatMap((figure) => figure.model ?? []))];
}

/** The temperatures of figures of a model or of all, ascending. */
export function temperaturesOf(figures: FigureData[], model: string): string[] {
  const found = figures.filter((figure) => model === "" || figure.model === model).flatMap((figure) => figure.temperature ?? []);
  return [...new Set(found)].sort((a, b) => valueOf(a) - valueOf(b));
}

function valueOf(temperature: string): number {
  return temperature === "\u221e" ? Infinity : Number(temperature);
}
