// The data of the page as Page/ReportData.cs writes them.

export interface AxisData {
  text: string;
  log: boolean;
  range?: [number, number];
}

export interface LookData {
  place?: number;
  places?: number;
}

export type Column = (number | null)[];

export interface SeriesData extends LookData {
  label: string;
  samples?: number;
  symbols: boolean;
  connected: boolean;
  hollow: boolean;
  /** Every how many points a symbol is drawn. */
  stride: number;
  x: Column;
  y: Column;
  xLow?: Column;
  xHigh?: Column;
  yLow?: Column;
  yHigh?: Column;
  colours?: Column;
}

export interface LineData extends LookData {
  label: string;
  role: "guide" | "secondGuide" | "fit" | "mark";
  vertical: boolean;
  horizontal: boolean;
  x: Column;
  y: Column;
}

export interface PanelData {
  title: string;
  x: AxisData;
  y: AxisData;
  colour?: AxisData;
  series: SeriesData[];
  lines: LineData[];
}

export interface FigureData {
  key: string;
  name: string;
  columns: number;
  panels: PanelData[];
  /** The samples that the figure shows. A figure of no samples, of several T or of several N lacks what is not one. */
  model?: string;
  temperature?: string;
  particles?: number;
}

/** A figure of other samples, which can be chosen. Its texts are not in the HTML. */
export interface OtherFigureData extends FigureData {
  title: string;
  caption: string;
}

export interface ModeData {
  eigenvalue: number;
  participation: number;
  core: number;
  energyCore: number;
  coreEnergy: number;
  length: number;
  vectorScale: number;
  energyScale: number;
  radii: number[];
  decay: number[];
}

export interface RungData {
  log10W: number;
  time: number | null;
  unstable?: number;
  modes: ModeData[];
  data: string;
}

export interface SampleData {
  model: string;
  particles: number;
  temperature: string;
  sample: number;
  box: number;
  diameters: number[];
  species: string;
  rungs: RungData[];
}

export interface ReportData {
  figures: FigureData[];
  others: OtherFigureData[];
  modes: SampleData[];
}

/** Reads the data out of the page, and lets go of their text. */
export function readData(): ReportData {
  const element = document.getElementById("report-data");
  if (element === null) {
    throw new Error("The page has no data.");
  }

  const data = JSON.parse(element.textContent ?? "") as ReportData;
  element.remove();
  return data;
}
