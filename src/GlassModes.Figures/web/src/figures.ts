// The figures: a selection of figures, and which of them are drawn when.

import { onThemeChange } from "./colours";
import type { ReportData } from "./data";
import { labelled, select } from "./dom";
import { FigureView } from "./figure";

// Figures within this distance of what is seen are drawn.
const margin = "400px 0px";

/** Draws the first figure; then those that come into sight; then, when the browser has time, the others. */
export async function showFigures({ figures }: ReportData): Promise<void> {
  const place = document.getElementById("figure-choice");
  if (figures.length === 0 || place === null) {
    return;
  }

  const width = place.clientWidth;
  const views = figures.map((figure) => new FigureView(figure, width));
  const titles = figures.map((figure): [string, string] => [
    figure.key,
    document.getElementById(`figure-title-${figure.key}`)?.textContent ?? figure.name,
  ]);
  const choice = select([["", "all figures"], ...titles], { "data-figure-choice": true });
  choice.addEventListener("change", () =>
    views.forEach((view, k) => view.show(choice.value === "" || choice.value === figures[k]!.key)));
  place.append(labelled("Figure", choice));
  onThemeChange(() => views.forEach((view) => view.changeTheme()));
  new ResizeObserver(() => views.forEach((view) => view.resize(place.clientWidth))).observe(place);
  addEventListener("beforeprint", () => views.forEach((view) => void view.draw()));
  await views[0]!.draw();
  drawInSight(views);
  drawWhenIdle(views);
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
      wait(() => void views[k]!.draw().then(() => next(k + 1)));
    }
  };
  next(0);
}
