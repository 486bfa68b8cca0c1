// Sends invented readers to a newsroom that runs, so that its console has something to show: npm run traffic -- 500
import { sendReaders } from './readers.js';

const [readers = '300', origin = `http://localhost:${process.env.PORT || '3000'}`] = process.argv.slice(2);

try {
  // Each run sends others.
  await sendReaders(origin, { readers: Number(readers), seed: Math.floor(Date.now() / 1000) });
  console.log(`${readers} invented readers have been at ${origin}.`);
} catch (error) {
  console.error(`No newsroom answers at ${origin}: start one by npm start. (${error})`);
  process.exitCode = 1;
}
