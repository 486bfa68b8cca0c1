export const articles = new Map(Array.from({ length: 20 }, (_, n) => [`${n + 1}`, `The text of article ${n + 1}.`]));
