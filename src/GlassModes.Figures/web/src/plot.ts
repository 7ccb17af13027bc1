// Turns a figure into traces and a layout of Plotly.

import { plotlyScale, seriesColour, theme, type Theme } from "./colours";
import type { AxisData, Column, FigureData, LineData, LookData, PanelData, SeriesData } from "./data";
import { formatBar, formatNumber } from "./format";

/** What the reader chose to see of a figure. */
export interface PlotChoice {
  /** Number of the only panel that is shown; null for all. */
  panel: number | null;
  /** Labels of series and lines that are not shown. */
  hidden: Set<string>;
  /** Whether axes are logarithmic; null to leave them as they are. */
  logX: boolean | null;
  logY: boolean | null;
}

export const symbols = [
  "circle", "square", "triangle-up", "diamond", "triangle-down", "pentagon", "x", "cross", "star", "hexagon",
];

export const config = {
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: "",
  showTips: false,
  modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
  toImageButtonOptions: { format: "svg" },
};

const narrowest = 300;
const left = 84;
const right = 14;
const top = 30;
const bottom = 54;

/** The colour of a series or a line. */
export function lookColour(look: LookData): string {
  return seriesColour(look.place ?? 0, look.places ?? 1);
}

/** The colour of a line. */
export function lineColour(line: LineData): string {
  return line.place !== undefined ? lookColour(line) : line.role === "fit" ? theme().text : theme().faint;
}

export function dashOf(line: LineData): string {
  return line.role === "secondGuide" ? "dash" : line.role === "mark" ? "dot" : "solid";
}

/** A point in words: what is shown on hover. The numbers are those of the table. */
export function describePoint(panel: PanelData, series: SeriesData, k: number): string {
  const x = formatBar(series.x[k] ?? null, series.xLow?.[k], series.xHigh?.[k]);
  const y = formatBar(series.y[k] ?? null, series.yLow?.[k], series.yHigh?.[k]);
  const colour = panel.colour === undefined || series.colours === undefined
    ? ""
    : `${panel.colour.text} = ${formatNumber(series.colours[k])}`;
  const lines = [series.label, `${panel.x.text} = ${x}`, `${panel.y.text} = ${y}`, colour];
  return lines.filter((line) => line.length > 0).map(escape).join("<br>");
}

// Panels in a grid. Plots and the places that wait for them have the same size.
function gridOf(figure: FigureData, choice: PlotChoice, width: number) {
  const panels = shownPanels(figure, choice);
  const columns = Math.max(1, Math.min(panels.length, figure.columns, Math.floor(width / narrowest)));
  const cellWidth = width / columns;
  const cellHeight = panels.length === 1 ? Math.min(480, Math.max(320, 0.62 * width)) : Math.max(250, 0.78 * cellWidth);
  const barHeight = panels.some((panel) => panel.colour !== undefined) ? 70 : 0;
  return { panels, columns, cellWidth, cellHeight, height: Math.ceil(panels.length / columns) * cellHeight + barHeight };
}

function shownPanels(figure: FigureData, choice: PlotChoice): PanelData[] {
  return figure.panels.filter((_, k) => choice.panel === null || choice.panel === k);
}

/** The height of a figure in a place of some width. */
export function heightOf(figure: FigureData, choice: PlotChoice, width: number): number {
  return gridOf(figure, choice, width).height;
}

/** Which of the shown panels have a logarithmic axis, and whether one of them can have it. */
export function axisState(figure: FigureData, choice: PlotChoice, name: "x" | "y") {
  const panels = shownPanels(figure, choice);
  const logs = panels.filter((panel) => isLog(panel, name, choice)).length;
  const log: "all" | "some" | "none" = logs === 0 ? "none" : logs === panels.length ? "all" : "some";
  return { log, isPossible: panels.some((panel) => hasPositive(panel, name)) };
}

/** Traces and layout for a place of some width. */
export function plotFigure(figure: FigureData, choice: PlotChoice, width: number) {
  const { panels, columns, cellWidth, cellHeight, height } = gridOf(figure, choice, width);
  const colours = theme();
  const layout: Record<string, unknown> = {
    width,
    height,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: "system-ui, sans-serif", size: 13, color: colours.text },
    hoverlabel: { bgcolor: colours.ground, bordercolor: colours.faint, font: { color: colours.text, size: 13 }, align: "left" },
    hovermode: "closest",
    dragmode: width < 500 ? false : "zoom",
    showlegend: false,
    uirevision: "kept",
  };
  const traces: unknown[] = [];
  const annotations: unknown[] = [];
  const shapes: unknown[] = [];
  panels.forEach((panel, k) => {
    const id = k === 0 ? "" : String(k + 1);
    const column = k % columns;
    const row = Math.floor(k / columns);
    const across: [number, number] = [(column * cellWidth + left) / width, ((column + 1) * cellWidth - right) / width];
    const up: [number, number] = [1 - ((row + 1) * cellHeight - bottom) / height, 1 - (row * cellHeight + top) / height];
    layout[`xaxis${id}`] = { ...axisOf(panel, "x", choice, colours, cellWidth), domain: across, anchor: `y${id}` };
    layout[`yaxis${id}`] = { ...axisOf(panel, "y", choice, colours, cellHeight), domain: up, anchor: `x${id}` };
    if (panel.title.length > 0) {
      annotations.push({
        text: escape(panel.title), showarrow: false, xref: "paper", yref: "paper", x: (across[0] + across[1]) / 2, y: up[1],
        xanchor: "center", yanchor: "bottom", font: { size: 13 },
      });
    }

    for (const line of panel.lines.filter((each) => !choice.hidden.has(each.label) || each.label.length === 0)) {
      const look = { color: lineColour(line), width: 1, dash: dashOf(line) };
      if (line.vertical) {
        shapes.push({ type: "line", xref: `x${id}`, yref: `y${id} domain`, x0: line.x[0], x1: line.x[0], y0: 0, y1: 1, line: look });
      } else if (line.horizontal) {
        shapes.push({ type: "line", xref: `x${id} domain`, yref: `y${id}`, x0: 0, x1: 1, y0: line.y[0], y1: line.y[0], line: look });
      } else {
        traces.push(traceOfLine(line, id));
      }
    }

    for (const series of panel.series.filter((each) => !choice.hidden.has(each.label))) {
      traces.push(...tracesOfSeries(panel, series, id));
    }
  });
  const bar = panels.find((panel) => panel.colour !== undefined)?.colour;
  if (bar !== undefined) {
    layout["coloraxis"] = colourAxis(bar, panels, height);
  }

  return { traces, layout: { ...layout, annotations, shapes }, height };
}

// By choice, if the axis has a positive number; else by the data.
function isLog(panel: PanelData, name: "x" | "y", choice: PlotChoice): boolean {
  const wanted = name === "x" ? choice.logX : choice.logY;
  return wanted === null || (wanted && !hasPositive(panel, name)) ? panel[name].log : wanted;
}

function hasPositive(panel: PanelData, name: "x" | "y"): boolean {
  return panel.series.some((series) => series[name].some((value) => value !== null && value > 0));
}

function axisOf(panel: PanelData, name: "x" | "y", choice: PlotChoice, colours: Theme, size: number) {
  const axis = panel[name];
  const log = isLog(panel, name, choice);
  const range = axis.range;
  const shown = range === undefined || (log && range[0] <= 0) ? undefined : log ? range.map(Math.log10) : range;
  return {
    type: log ? "log" : "linear",
    // The reader's zoom stays until the axis is another one.
    uirevision: `${choice.panel} ${log}`,
    title: { text: escape(axis.text), standoff: 6 },
    range: shown,
    autorange: shown === undefined,
    showline: true,
    mirror: true,
    linecolor: colours.faint,
    gridcolor: colours.grid,
    zeroline: false,
    ticks: "inside",
    tickcolor: colours.faint,
    exponentformat: "power",
    minexponent: 4,
    tickangle: 0,
    nticks: Math.max(3, Math.floor(size / (name === "x" ? 75 : 50))),
    ...(log ? logTicks(decadesOf(panel, name, shown), size / (name === "x" ? 50 : 32)) : {}),
  };
}

// A label for each decade, or for every second and so on where they would overlap. Over less than two decades also 2 and 5 have labels. Over
// less than a third of a decade Plotly chooses.
function logTicks(decades: number, most: number) {
  if (decades < 1.8) {
    return decades < 0.35 ? {} : { dtick: "D2" };
  }

  const step = Math.max(1, Math.ceil(decades / Math.max(2, most)));
  return step > 1 ? { dtick: step } : { dtick: 1, minor: { dtick: "D1", ticks: "inside", ticklen: 3 } };
}

function decadesOf(panel: PanelData, name: "x" | "y", shown: number[] | undefined): number {
  if (shown !== undefined) {
    return shown[1]! - shown[0]!;
  }

  let [least, most] = [Infinity, -Infinity];
  for (const series of [...panel.series, ...panel.lines]) {
    for (const value of series[name]) {
      if (value !== null && value > 0) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
  }

  return most > least ? Math.log10(most / least) : 0;
}

// A series with symbols at some points only is a line through all points and symbols at these.
function tracesOfSeries(panel: PanelData, series: SeriesData, id: string) {
  if (series.stride <= 1) {
    return [traceOfSeries(panel, series, id)];
  }

  const thin = (column: Column | undefined) => column?.filter((_, k) => k % series.stride === 0);
  const symbolsOnly: SeriesData = {
    ...series, connected: false, x: thin(series.x)!, y: thin(series.y)!, xLow: thin(series.xLow), xHigh: thin(series.xHigh),
    yLow: thin(series.yLow), yHigh: thin(series.yHigh), colours: thin(series.colours),
  };
  const { xLow, xHigh, yLow, yHigh, colours, ...bare } = series;
  return [
    ...(series.connected ? [traceOfSeries(panel, { ...bare, symbols: false }, id)] : []),
    ...(series.symbols ? [traceOfSeries(panel, symbolsOnly, id)] : []),
  ];
}

function traceOfSeries(panel: PanelData, series: SeriesData, id: string) {
  const colour = lookColour(series);
  const mode = [series.symbols ? "markers" : "", series.connected ? "lines" : ""].filter((part) => part.length > 0).join("+");
  return {
    type: "scatter",
    name: escape(series.label),
    x: series.x,
    y: series.y,
    xaxis: `x${id}`,
    yaxis: `y${id}`,
    mode: mode.length > 0 ? mode : "lines",
    marker: {
      size: 7,
      symbol: symbols[(series.place ?? 0) % symbols.length] + (series.hollow ? "-open" : ""),
      ...(series.colours !== undefined && panel.colour !== undefined
        ? { color: barValues(panel.colour, series.colours), coloraxis: "coloraxis" }
        : { color: colour }),
    },
    line: { color: colour, width: 1.5 },
    error_x: errorBars(series.x, series.xLow, series.xHigh, colour),
    error_y: errorBars(series.y, series.yLow, series.yHigh, colour),
    hovertemplate: "%{text}<extra></extra>",
    text: series.x.map((_, k) => describePoint(panel, series, k)),
  };
}

function errorBars(values: Column, low: Column | undefined, high: Column | undefined, color: string) {
  return low === undefined || high === undefined
    ? { visible: false }
    : {
        type: "data",
        symmetric: false,
        array: values.map((value, k) => difference(high[k], value)),
        arrayminus: values.map((value, k) => difference(value, low[k])),
        color,
        thickness: 1.2,
        width: 3,
      };
}

function difference(a: number | null | undefined, b: number | null | undefined): number {
  return typeof a === "number" && typeof b === "number" ? Math.max(0, a - b) : 0;
}

function traceOfLine(line: LineData, id: string) {
  return {
    type: "scatter",
    name: escape(line.label),
    mode: "lines",
    x: line.x,
    y: line.y,
    xaxis: `x${id}`,
    yaxis: `y${id}`,
    line: { color: lineColour(line), width: line.role === "mark" ? 1 : 1.6, dash: dashOf(line) },
    hoverinfo: "skip",
  };
}

function barValues(bar: AxisData, values: Column): Column {
  return bar.log ? values.map((value) => (value !== null && value > 0 ? Math.log10(value) : null)) : values;
}

// One bar for all panels, below them.
function colourAxis(bar: AxisData, panels: PanelData[], height: number) {
  const values = panels
    .flatMap((panel) => panel.series.flatMap((series) => barValues(bar, series.colours ?? [])))
    .filter((value): value is number => value !== null);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const range = bar.range === undefined ? undefined : bar.log ? bar.range.map(Math.log10) : bar.range;
  return {
    cmin: range?.[0] ?? least,
    cmax: range?.[1] ?? most,
    colorscale: plotlyScale(),
    colorbar: {
      orientation: "h", len: 0.6, thickness: 12, x: 0.5, xanchor: "center", y: 62 / height, yanchor: "top",
      title: { text: escape(bar.log ? `log\u2081\u2080 ${bar.text}` : bar.text), side: "top" }, nticks: 6,
    },
  };
}

// Plotly reads some HTML in its texts.
function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
