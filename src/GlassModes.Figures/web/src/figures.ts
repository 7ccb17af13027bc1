// The figures: a selection of figures, and for each the plot, its controls and the table of its numbers.

import Plotly from "plotly.js-basic-dist-min";
import { onThemeChange } from "./colours";
import type { FigureData } from "./data";
import { check, labelled, make, select } from "./dom";
import { formatBar, formatNumber } from "./format";
import { swatchOfLine, swatchOfSeries } from "./legend";
import { config, isLog, plotFigure, type PlotChoice } from "./plot";

/** One figure on the page. */
class FigureView {
  private readonly article: HTMLElement;
  private readonly plot = make("div", { class: "plot" });
  private readonly legend = make("fieldset", { class: "legend" }, make("legend", {}, "Shown"));
  private readonly choice: PlotChoice = { panel: null, hidden: new Set(), logX: null, logY: null };
  private width = 0;
  private isDrawn = false;

  constructor(private readonly figure: FigureData) {
    const article = document.querySelector<HTMLElement>(`[data-figure="${CSS.escape(figure.key)}"]`);
    const place = article?.querySelector<HTMLElement>(".figure-place");
    if (!article || !place) {
      throw new Error(`The page has no place for figure ${figure.key}.`);
    }

    this.article = article;
    place.append(this.makeControls(), this.plot, this.legend, this.makeTable());
  }

  /** Draws the plot for the first time. */
  async draw(): Promise<void> {
    if (!this.isDrawn) {
      this.isDrawn = true;
      this.fillLegend();
      new ResizeObserver(() => void this.redraw(false)).observe(this.article);
      await this.redraw(true);
      this.article.dataset["drawn"] = "";
    }
  }

  show(isShown: boolean): void {
    this.article.hidden = !isShown;
  }

  changeTheme(): void {
    if (this.isDrawn) {
      this.fillLegend();
      void this.redraw(true);
    }
  }

  private async redraw(isChanged: boolean): Promise<void> {
    const width = Math.floor(this.article.clientWidth);
    if (width > 0 && (isChanged || width !== this.width)) {
      this.width = width;
      const { traces, layout, height } = plotFigure(this.figure, this.choice, width);
      this.plot.style.height = `${height}px`;
      await Plotly.react(this.plot, traces, layout, config);
    }
  }

  private makeControls(): HTMLElement {
    const controls = make("p", { class: "controls" });
    const panels = this.figure.panels;
    if (panels.length > 1) {
      const choice = select([["", "all"], ...panels.map((panel, k): [string, string] => [String(k), panel.title || `panel ${k + 1}`])]);
      choice.addEventListener("change", () => {
        this.choice.panel = choice.value === "" ? null : Number(choice.value);
        void this.redraw(true);
      });
      controls.append(labelled("Panels", choice));
    }

    const first = panels[0];
    if (first !== undefined) {
      controls.append(
        check("log x", isLog(first.x, null), (checked) => {
          this.choice.logX = checked;
          void this.redraw(true);
        }),
        check("log y", isLog(first.y, null), (checked) => {
          this.choice.logY = checked;
          void this.redraw(true);
        }),
      );
    }

    return controls;
  }

  // A series has one entry for all panels.
  private fillLegend(): void {
    const entries = new Map<string, { swatch: Node; text: string }>();
    for (const panel of this.figure.panels) {
      for (const series of panel.series) {
        if (series.label.length > 0 && !entries.has(series.label)) {
          const samples = series.samples === undefined ? "" : ` (${series.samples} ${series.samples === 1 ? "sample" : "samples"})`;
          entries.set(series.label, { swatch: swatchOfSeries(series), text: series.label + samples });
        }
      }
    }

    for (const panel of this.figure.panels) {
      for (const line of panel.lines) {
        if (line.label.length > 0 && !entries.has(line.label)) {
          entries.set(line.label, { swatch: swatchOfLine(line), text: line.label });
        }
      }
    }

    this.legend.replaceChildren(make("legend", {}, "Shown"));
    this.legend.hidden = entries.size === 0;
    for (const [label, { swatch, text }] of entries) {
      const content = make("span", {}, swatch, text);
      const changed = (checked: boolean) => {
        this.choice.hidden[checked ? "delete" : "add"](label);
        void this.redraw(true);
      };
      this.legend.append(check(content, !this.choice.hidden.has(label), changed, { "data-series": label }));
    }
  }

  // The numbers of the plot, for those who want to read or copy them. The table is made when it is opened.
  private makeTable(): HTMLElement {
    const details = make("details", {}, make("summary", {}, "Numbers"));
    details.addEventListener("toggle", () => {
      if (details.open && details.childElementCount === 1) {
        const box = make("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Numbers of the figure" });
        this.figure.panels.forEach((panel, k) => {
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

          const title = this.figure.panels.length === 1 ? "" : `${panel.title || `Panel ${k + 1}`}: `;
          const caption = make("caption", {}, `${title}values [ends of the error bar]`);
          box.append(make("table", { class: "numbers" }, caption, make("thead", {}, head), body));
        });
        details.append(box);
      }
    });
    return details;
  }
}

/** Draws the first figure; then, when the browser has time, the others. */
export async function showFigures(figures: FigureData[]): Promise<void> {
  const views = figures.map((figure) => new FigureView(figure));
  const place = document.getElementById("figure-choice");
  if (views.length === 0 || place === null) {
    return;
  }

  const titles = figures.map((figure): [string, string] => [
    figure.key,
    document.getElementById(`figure-title-${figure.key}`)?.textContent ?? figure.name,
  ]);
  const choice = select([["", "all figures"], ...titles], { "data-figure-choice": true });
  choice.addEventListener("change", () => {
    views.forEach((view, k) => {
      const isShown = choice.value === "" || choice.value === figures[k]!.key;
      view.show(isShown);
      if (isShown) {
        void view.draw();
      }
    });
  });
  place.append(labelled("Figure", choice));
  onThemeChange(() => views.forEach((view) => view.changeTheme()));
  await views[0]!.draw();
  void drawRest(views.slice(1));
}

async function drawRest(views: FigureView[]): Promise<void> {
  for (const view of views) {
    await new Promise<void>((resolve) => setTimeout(resolve, 30));
    await view.draw();
  }
}
