// One figure on the page: its plot, the controls of the plot, the entries of its legend and the table of its numbers.

import Plotly from "plotly.js-basic-dist-min";
import type { FigureData } from "./data";
import { check, labelled, make, select } from "./dom";
import { swatchOfLine, swatchOfSeries } from "./legend";
import { showFailure } from "./part";
import { axisState, config, heightOf, plotFigure, type PlotChoice } from "./plot";
import { figuresOf, type FigureChoices, type SampleChoice, type TitledFigure } from "./samples";
import { makeTables } from "./table";

/** One figure on the page. */
export class FigureView {
  readonly article: HTMLElement;
  private readonly controls = make("p", { class: "controls" });
  private readonly axes = make("span", { class: "controls" });
  private readonly plot = make("div", { class: "plot" });
  private readonly legend = make("fieldset", { class: "legend" }, make("legend", {}, "Shown"));
  private readonly numbers = make("details", {}, make("summary", {}, "Numbers"));
  private readonly choice: PlotChoice = { panel: null, hidden: new Set(), logX: null, logY: null };
  private readonly title: HTMLElement;
  private readonly caption: HTMLElement;
  private readonly choices: FigureChoices;
  private figure: TitledFigure;
  // The same figure of each N that can be chosen.
  private ofSizes: TitledFigure[] = [];
  private hasFailed = false;
  private isDrawn = false;
  // Whether the plot has changed while it was hidden.
  private isStale = false;

  /** Fills the place of a figure, and leaves room for its plot. There must be at least one figure. */
  constructor(figures: { first: FigureData | undefined; others: TitledFigure[] }, private width: number) {
    const { key } = (figures.first ?? figures.others[0])!;
    const article = document.querySelector<HTMLElement>(`[data-figure="${CSS.escape(key)}"]`);
    const [title, place, caption] = ["h3", ".figure-place", ".caption"].map((part) => article?.querySelector<HTMLElement>(part));
    if (!article || !title || !place || !caption) {
      throw new Error(`The page has no place for figure ${key}.`);
    }

    [this.article, this.title, this.caption] = [article, title, caption];
    const first = figures.first && { ...figures.first, title: title.textContent ?? "", caption: caption.textContent ?? "" };
    this.choices = { key, first, others: figures.others };
    this.figure = (first ?? figures.others[0])!;
    place.append(this.controls, this.plot, this.legend, this.numbers);
    this.numbers.addEventListener("toggle", () => this.fillTable());
  }

  get key(): string {
    return this.choices.key;
  }

  get heading(): string {
    return (this.choices.first ?? this.figure).title;
  }

  /** Whether there is a figure of the samples that were chosen. */
  get hasFigure(): boolean {
    return this.ofSizes.length > 0;
  }

  /** Takes the figure of other samples. An N that was chosen stays where it can. */
  choose(wanted: SampleChoice): void {
    this.ofSizes = figuresOf(this.choices, wanted);
    const figure = this.ofSizes.find((each) => each.particles === this.figure.particles) ?? this.ofSizes[0];
    if (figure !== undefined) {
      this.take(figure);
    }
  }

  /** Draws the plot, unless it is drawn or hidden: a text that is hidden has no size. */
  async draw(): Promise<void> {
    if (!this.isDrawn && !this.hasFailed && !this.article.hidden) {
      this.isDrawn = true;
      await this.redraw();
      this.article.dataset["drawn"] = "";
    }
  }

  show(isShown: boolean): void {
    this.article.hidden = !isShown;
    if (isShown && this.isStale) {
      void this.redraw();
    }
  }

  changeTheme(): void {
    this.attempt(() => {
      this.fillLegend();
      return this.isDrawn ? this.redraw() : undefined;
    });
  }

  resize(width: number): void {
    if (width > 0 && width !== this.width) {
      this.width = width;
      this.attempt(() => (this.isDrawn ? this.redraw() : this.reserve()));
    }
  }

  private fill(): void {
    this.fillControls();
    this.fillLegend();
    this.fillTable();
    this.reserve();
  }

  private take(figure: TitledFigure): void {
    if (figure.panels?.length !== this.figure.panels?.length) {
      this.choice.panel = null;
    }

    this.figure = figure;
    this.title.textContent = figure.title;
    this.caption.textContent = figure.caption;
    this.attempt(() => {
      this.fill();
      return this.isDrawn ? this.redraw() : undefined;
    });
  }

  // The page does not move when the plot is drawn.
  private reserve(): void {
    this.plot.style.height = `${heightOf(this.figure, this.choice, this.width)}px`;
  }

  private async redraw(): Promise<void> {
    this.isStale = this.article.hidden !== false;
    if (this.isStale || this.hasFailed) {
      return;
    }

    try {
      const { traces, layout, height } = plotFigure(this.figure, this.choice, this.width);
      this.plot.style.height = `${height}px`;
      await Plotly.react(this.plot, traces, layout, config);
    } catch (problem) {
      this.fail(problem);
    }
  }

  private attempt(action: () => unknown): void {
    if (!this.hasFailed) {
      try {
        action();
      } catch (problem) {
        this.fail(problem);
      }
    }
  }

  private fail(problem: unknown): void {
    this.hasFailed = true;
    this.article.dataset["failed"] = "";
    showFailure(`The plot of figure ${this.figure.key}`, this.article.querySelector(".figure-place"), problem);
  }

  private change(): void {
    this.fillAxes();
    void this.redraw();
  }

  private fillControls(): void {
    this.controls.replaceChildren();
    const panels = this.figure.panels;
    if (this.ofSizes.length > 1) {
      const sizes = [...this.ofSizes].sort((a, b) => (a.particles ?? 0) - (b.particles ?? 0));
      const options = sizes.map((figure, k): [string, string] => [String(k), String(figure.particles)]);
      const choice = select(options, { "data-size-choice": true });
      choice.value = String(sizes.indexOf(this.figure));
      choice.addEventListener("change", () => {
        this.take(sizes[Number(choice.value)]!);
        this.controls.querySelector<HTMLElement>("[data-size-choice]")?.focus();
      });
      this.controls.append(labelled("N", choice));
    }

    if (panels.length > 1) {
      const choice = select([["", "all"], ...panels.map((panel, k): [string, string] => [String(k), panel.title || `panel ${k + 1}`])]);
      choice.value = this.choice.panel === null ? "" : String(this.choice.panel);
      choice.addEventListener("change", () => {
        this.choice.panel = choice.value === "" ? null : Number(choice.value);
        this.change();
      });
      this.controls.append(labelled("Panels", choice));
    }

    this.controls.append(this.axes);
    this.fillAxes();
  }

  // An axis without a positive number has no logarithm. Panels may differ.
  private fillAxes(): void {
    const boxes = (["x", "y"] as const).map((name) => {
      const state = axisState(this.figure, this.choice, name);
      const label = check(`log ${name}`, state.log === "all", (checked) => {
        this.choice[name === "x" ? "logX" : "logY"] = checked;
        void this.redraw();
      });
      const box = label.querySelector("input")!;
      box.indeterminate = state.log === "some";
      box.disabled = !state.isPossible;
      return label;
    });
    this.axes.replaceChildren(...boxes);
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
        void this.redraw();
      };
      this.legend.append(check(content, !this.choice.hidden.has(label), changed, { "data-series": label }));
    }
  }

  // The table is made when it is opened.
  private fillTable(): void {
    this.numbers.querySelector(".scroll")?.remove();
    if (this.numbers.open) {
      this.numbers.append(makeTables(this.figure));
    }
  }
}
