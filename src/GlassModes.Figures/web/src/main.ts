// The program of the page: the view of modes and the figures. window.ready is true when both can be used.

import { readData } from "./data";
import { showFigures } from "./figures";
import { ModesView } from "./modes";

declare global {
  interface Window {
    ready?: boolean;
  }
}

async function start(): Promise<void> {
  const data = readData();
  const place = document.querySelector<HTMLElement>("[data-view='mode']");
  await showFigures(data.figures);
  if (place !== null && data.modes.length > 0) {
    await new ModesView(place, data.modes).start();
  }

  window.ready = true;
}

void start();
