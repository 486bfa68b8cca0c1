export { createPreview, type Preview, type PreviewOptions } from './preview.js';
export { loadSheet } from './site-sheet.js';
