// The figures: the choice of figures and of samples, and which figures are drawn when.

import { onThemeChange } from "./colours";
import type { FigureData, ReportData } from "./data";
import { labelled, make, select } from "./dom";
import { FigureView } from "./figure";
import { modelsOf, temperaturesOf } from "./samples";

// Figures within this distance of what is seen are drawn.
const margin = "400px 0px";

/** Draws the first figure; then those that come into sight; then, when the browser has time, the others. */
export async function showFigures({ figures, others }: ReportData): Promise<void> {
  const place = document.getElementById("figure-choice");
  if (figures.length + others.length === 0 || place === null) {
    return;
  }

  const keys = [...document.querySelectorAll<HTMLElement>("[data-figure]")].map((article) => article.dataset["figure"]!);
  const width = place.clientWidth;
  const isOf = (key: string) => (figure: FigureData) => figure.key === key;
  const views = keys.map((key) => new FigureView({ first: figures.find(isOf(key)), others: others.filter(isOf(key)) }, width));
  offerChoices(place, views, [...figures, ...others], figures);
  onThemeChange(() => views.forEach((view) => view.changeTheme()));
  new ResizeObserver(() => views.forEach((view) => view.resize(place.clientWidth))).observe(place);
  addEventListener("beforeprint", () => views.forEach((view) => void view.draw()));
  await views.find((view) => view.hasFigure)?.draw();
  drawInSight(views);
  drawWhenIdle(views);
}

function offerChoices(place: HTMLElement, views: FigureView[], all: FigureData[], first: FigureData[]): void {
  const headings = views.map((view): [string, string] => [view.key, view.heading]);
  const figure = select([["", "all figures"], ...headings], { "data-figure-choice": true });
  const names = modelsOf(all);
  const model = select(
    names.length === 1 ? [[names[0]!, names[0]!]] : [["", "all models"], ...names.map((name): [string, string] => [name, name])],
    { "data-model-choice": true });
  const temperature = select([], { "data-temperature-choice": true });
  const count = document.getElementById("figure-count");

  const show = () => {
    const isChosen = (view: FigureView) => figure.value === "" || figure.value === view.key;
    for (const view of views) {
      view.show(view.hasFigure && isChosen(view));
    }

    const found = views.filter((view) => view.hasFigure && isChosen(view)).length;
    const asked = views.filter(isChosen).length;
    if (count !== null) {
      count.textContent = found === asked || (temperature.value === "" && model.value === "")
        ? ""
        : `${asked - found} of ${asked} figures have no samples of this choice, or are of another model.`;
    }
  };
  const choose = () => {
    views.forEach((view) => view.choose({ model: model.value, temperature: temperature.value }));
    show();
  };
  // A temperature that the model has stays chosen.
  const listTemperatures = () => {
    const before = temperature.value;
    const known = temperaturesOf(all, model.value);
    const ofPaper = temperaturesOf(first, model.value);
    const isOnly = known.length === 1 && ofPaper.length === 1;
    const options: [string, string][] = known.map((each) => [isOnly ? "" : each, each]);
    temperature.replaceChildren(
      ...(ofPaper.length > 0 && !isOnly ? [make("option", { value: "" }, "as in the paper")] : []),
      ...options.map(([value, text]) => make("option", { value }, text)));
    temperature.value = options.some(([value]) => value === before) ? before : (temperature.options[0]?.value ?? "");
    temperature.disabled = temperature.options.length < 2;
  };
  figure.addEventListener("change", show);
  model.addEventListener("change", () => {
    listTemperatures();
    choose();
  });
  temperature.addEventListener("change", choose);
  listTemperatures();
  model.disabled = names.length < 2;
  place.append(labelled("Figure", figure));
  if (names.length > 0) {
    place.append(labelled("Model", model), labelled("T", temperature));
  }

  choose();
}

function drawInSight(views: FigureView[]): void {
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      observer.unobserve(entry.target);
      void views.find((view) => view.article === entry.target)?.draw();
    }
  }, { rootMargin: margin });
  views.forEach((view) => observer.observe(view.article));
}

// Safari has no requestIdleCallback. A busy browser draws a figure every two seconds.
function drawWhenIdle(views: FigureView[]): void {
  const wait = (callback: () => void) => window.requestIdleCallback?.(callback, { timeout: 2000 }) ?? setTimeout(callback, 200);
  const next = (k: number) => {
    if (k < views.length) {
      wait(() => void (views[k]!.hasFigure ? views[k]!.draw() : Promise.resolve()).then(() => next(k + 1)));
    }
  };
  next(0);
}
