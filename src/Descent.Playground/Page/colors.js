// Colors that stay apart for every kind of color vision. The maps go from orange over the paper to blue.
import { style } from "./dom.js";

const classes = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
const dark = ["#f08a4b", "#62b5ee", "#3cc9a0", "#e59bc4", "#f5c04a", "#9bd4f5"];

let isDark = false, paper = [255, 255, 255], low = [0, 0, 0], high = [0, 0, 0], palette = classes;

const rgb = color => [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16));

/** Reads the colors of the style sheet; called again when the reader's scheme changes. */
export function readColors() {
  isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  palette = isDark ? dark : classes;
  paper = rgb(style("--panel"));
  low = rgb(palette[0]);
  high = rgb(palette[1]);
}

export const classColor = index => palette[index % palette.length];
export const ink = () => style("--ink");
export const muted = () => style("--muted");
export const faint = () => style("--line");
export const blue = () => style("--blue");
export const orange = () => style("--orange");

/** The color of the first and the second network. */
export const networkColor = index => index === 0 ? blue() : orange();

/** A value from -1 to 1 as red, green and blue. */
export function diverging(value) {
  const end = value < 0 ? low : high, share = Math.min(1, Math.abs(value)) * 0.86;
  return [0, 1, 2].map(i => Math.round(paper[i] + (end[i] - paper[i]) * share));
}

/** A class with how sure it is, from 0 to 1. */
export function shaded(index, sure) {
  const end = rgb(palette[index % palette.length]), share = 0.12 + 0.7 * Math.max(0, Math.min(1, sure));
  return [0, 1, 2].map(i => Math.round(paper[i] + (end[i] - paper[i]) * share));
}

export const css = ([r, g, b]) => `rgb(${r},${g},${b})`;

/** A picture of a map: one byte per cell, 128 for 0. */
export function picture(map, size, sure) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d"), image = context.createImageData(size, size);
  for (let i = 0; i < size * size; i++) {
    const [r, g, b] = sure ? shaded(map[i], sure[i] / 255) : diverging(map[i] / 127.5 - 1);
    image.data.set([r, g, b, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
