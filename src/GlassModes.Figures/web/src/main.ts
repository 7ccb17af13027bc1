// The program of the page: the figures and the view of modes, each of which may fail alone. window.ready is true when the first figure and
// the mode can be used, or have said why they cannot be.

import { readData, type ReportData } from "./data";
import { showFigures } from "./figures";
import { ModesView } from "./modes";
import { startPart } from "./part";

declare global {
  interface Window {
    ready?: boolean;
  }
}

async function start(): Promise<void> {
  const figures = document.getElementById("figure-choice");
  const modes = document.querySelector<HTMLElement>("[data-view='mode']");
  let data: ReportData | undefined;
  const dataOf = () => (data ??= readData());
  await startPart("The figures", figures, () => showFigures(dataOf()));
  await startPart("The mode in space", modes, async () => {
    if (modes !== null && dataOf().modes.length > 0) {
      await new ModesView(modes, dataOf().modes).start();
    }
  });
}

void start().finally(() => {
  performance.mark("glassmodes: ready");
  window.ready = true;
  document.documentElement.dataset["ready"] = "";
});
