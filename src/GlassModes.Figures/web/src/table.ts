// The numbers of a figure as tables, for those who want to read or copy them.

import type { FigureData } from "./data";
import { make } from "./dom";
import { formatBar, formatNumber } from "./format";

/** Makes a table for each panel. */
export function makeTables(figure: FigureData): HTMLElement {
  const box = make("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Numbers of the figure" });
  figure.panels.forEach((panel, k) => {
    const head = make("tr", {}, ...["Series", panel.x.text, panel.y.text].map((text) => make("th", { scope: "col" }, text)));
    if (panel.colour !== undefined) {
      head.append(make("th", { scope: "col" }, panel.colour.text));
    }

    const body = make("tbody");
    for (const series of panel.series) {
      series.x.forEach((x, n) => {
        const row = make(
          "tr",
          {},
          make("th", { scope: "row" }, series.label),
          make("td", {}, formatBar(x, series.xLow?.[n], series.xHigh?.[n])),
          make("td", {}, formatBar(series.y[n] ?? null, series.yLow?.[n], series.yHigh?.[n])),
        );
        if (panel.colour !== undefined) {
          row.append(make("td", {}, formatNumber(series.colours?.[n])));
        }

        body.append(row);
      });
    }

    const title = figure.panels.length === 1 ? "" : `${panel.title || `Panel ${k + 1}`}: `;
    const caption = make("caption", {}, `${title}values [ends of the error bar]`);
    box.append(make("table", { class: "numbers" }, caption, make("thead", {}, head), body));
  });
  return box;
}
