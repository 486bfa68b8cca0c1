/** A few shapes to draw with, each as a piece of SVG. The drawings are 800 by 500. */

export const drawing = (ground: string, ...shapes: string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 500"><rect width="800" height="500" fill="${ground}"/>${shapes.join('')}</svg>`;

export const rect = (x: number, y: number, width: number, height: number, fill: string, round = 0): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${fill}"/>`;

export const disc = (x: number, y: number, radius: number, fill: string): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;

export const ring = (x: number, y: number, radius: number, stroke: string, width: number): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;

export const shape = (path: string, fill: string): string => `<path d="${path}" fill="${fill}"/>`;

export const line = (path: string, stroke: string, width: number): string =>
  `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

export const turned = (degrees: number, x: number, y: number, ...shapes: string[]): string =>
  `<g transform="rotate(${degrees} ${x} ${y})">${shapes.join('')}</g>`;

/** `count` pieces, drawn by index. */
export const repeat = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => draw(index)).join('');

/** A horizontal wave across the whole drawing, filled down to its lower edge. */
export function sea(y: number, height: number, length: number, phase: number, fill: string): string {
  const half = length / 2;
  const swells = repeat(
    Math.ceil(1000 / half) + 2,
    (index) => ` q${half / 2} ${index % 2 ? height : -height} ${half} 0`,
  );
  return shape(`M${-phase} ${y}${swells} V520 H${-phase} Z`, fill);
}

/** The same scatter of numbers from 0 to 1 every time, so that a drawing never changes. */
export function scatter(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.round((state / 4294967296) * 1000) / 1000;
  };
}
