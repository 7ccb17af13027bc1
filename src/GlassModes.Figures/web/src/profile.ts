// The decay profiles of a mode at all rungs: that of the chosen rung is marked, and so are the threshold and a particle.

import Plotly from "plotly.js-basic-dist-min";
import { seriesColour, theme } from "./colours";
import type { SampleData } from "./data";
import { formatNumber } from "./format";
import { config } from "./plot";

/** A particle on the profile. */
export interface ProfileMark {
  distance: number;
  norm: number;
  text: string;
}

/** Draws the profiles. */
export async function drawProfile(
  place: HTMLElement, sample: SampleData, rung: number, mode: number, threshold: number, mark: ProfileMark | null,
): Promise<void> {
  const width = place.clientWidth;
  if (width === 0) {
    return;
  }

  const colours = theme();
  const traces: unknown[] = sample.rungs.flatMap((each, k) => {
    const data = each.modes[mode];
    return data === undefined || k === rung
      ? []
      : [{
          type: "scatter", mode: "lines", x: data.radii, y: data.decay, opacity: 0.55, hoverinfo: "skip",
          line: { color: seriesColour(sample.rungs.length - 1 - k, sample.rungs.length), width: 1.2 },
        }];
  });
  const chosen = sample.rungs[rung]!.modes[mode]!;
  traces.push({
    type: "scatter", mode: "lines+markers", x: chosen.radii, y: chosen.decay, name: "chosen",
    line: { color: colours.text, width: 2.2 }, marker: { size: 7, color: colours.text },
    text: chosen.radii.map((r, k) => `r = ${formatNumber(r)}<br>d(r) = ${formatNumber(chosen.decay[k])}`),
    hovertemplate: "%{text}<extra></extra>",
  });
  if (mark !== null) {
    traces.push({
      type: "scatter", mode: "markers", x: [mark.distance], y: [mark.norm], name: "particle", text: [mark.text],
      hovertemplate: "%{text}<extra></extra>", marker: { size: 13, symbol: "circle-open", color: "#d4601a", line: { width: 3 } },
    });
  }

  const height = Math.round(Math.min(380, Math.max(260, 0.75 * width)));
  const axis = {
    showline: true, mirror: true, linecolor: colours.faint, gridcolor: colours.grid, zeroline: false, ticks: "inside",
    tickcolor: colours.faint, exponentformat: "power",
  };
  const layout = {
    width,
    height,
    margin: { l: 66, r: 12, t: 12, b: 48 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: "system-ui, sans-serif", size: 13, color: colours.text },
    hoverlabel: { bgcolor: colours.ground, bordercolor: colours.faint, font: { color: colours.text, size: 13 }, align: "left" },
    hovermode: "closest",
    dragmode: false,
    showlegend: false,
    xaxis: { ...axis, title: { text: "r (\u03c3)", standoff: 4 }, range: [0, sample.box / 2] },
    yaxis: { ...axis, title: { text: "d(r)", standoff: 4 }, type: "log", dtick: 1, minor: { dtick: "D1", ticks: "inside", ticklen: 3 } },
    shapes: [
      { type: "line", xref: "x domain", x0: 0, x1: 1, y0: threshold, y1: threshold, line: { color: "#d4601a", width: 1.5, dash: "dash" } },
      {
        type: "line", yref: "y domain", y0: 0, y1: 1, x0: chosen.length, x1: chosen.length,
        line: { color: colours.faint, width: 1.5, dash: "dot" },
      },
    ],
  };
  place.style.height = `${height}px`;
  await Plotly.react(place, traces, layout, { ...config, displayModeBar: false });
}
