// Writes numbers for people. Plots, tables and the view of modes write a number in the same way.

const superscripts = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
const minus = "\u2212";

/** A number with at most five digits, such as 0.0123 or 1.23×10⁻⁵. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return "\u2013";
  }

  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    const [digits, exponent] = value.toExponential(3).split("e") as [string, string];
    return `${withMinus(String(Number(digits)))}\u00d710${raised(Number(exponent))}`;
  }

  return withMinus(String(Number(value.toPrecision(5))));
}

/** A value with the ends of its error bar. */
export function formatBar(value: number | null, low: number | null | undefined, high: number | null | undefined): string {
  const text = formatNumber(value);
  return typeof low !== "number" || typeof high !== "number" ? text : `${text} [${formatNumber(low)}, ${formatNumber(high)}]`;
}

function withMinus(text: string): string {
  return text.replace("-", minus);
}

function raised(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join("");
  return exponent < 0 ? `\u207b${digits}` : digits;
}
