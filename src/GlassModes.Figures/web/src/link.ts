// The address of a view: #sample=3&rung=-4&mode=1.

export interface Link {
  /** Number of the sample on the page, from 1. */
  sample?: number;
  /** log10 W. */
  rung?: number;
  /** Number of the mode, from 1. */
  mode?: number;
}

/** Reads the address. What is not there, or is no number, is left out. */
export function readLink(): Link {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const link: Link = {};
  for (const name of ["sample", "rung", "mode"] as const) {
    const text = parameters.get(name);
    if (text !== null && text !== "" && Number.isFinite(Number(text))) {
      link[name] = Number(text);
    }
  }

  return link;
}

/** Writes the address without another entry in the history. */
export function writeLink(link: Required<Link>): void {
  const mode = link.mode === 1 ? "" : `&mode=${link.mode}`;
  history.replaceState(null, "", `#sample=${link.sample}&rung=${Number(link.rung.toFixed(6))}${mode}`);
}
