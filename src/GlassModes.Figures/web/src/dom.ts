// Makes elements.

type Attributes = Record<string, string | number | boolean | undefined>;

/** Makes an element with attributes and children. An attribute that is false or undefined is left out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }

  element.append(...children);
  return element;
}

/** A label around a control. */
export function labelled(text: string, control: HTMLElement): HTMLLabelElement {
  return make("label", {}, make("span", {}, text), control);
}

/** A selection of texts by values. */
export function select(options: [value: string, text: string][], attributes: Attributes = {}): HTMLSelectElement {
  return make("select", attributes, ...options.map(([value, text]) => make("option", { value }, text)));
}

/** A check box with its text behind it. */
export function check(text: string | Node, checked: boolean, changed: (checked: boolean) => void, attributes: Attributes = {}) {
  const box = make("input", { type: "checkbox", ...attributes });
  box.checked = checked;
  box.addEventListener("change", () => changed(box.checked));
  return make("label", { class: "check" }, box, text);
}
