// Sends invented readers to a newsroom that runs, so that its console has something to show: npm run traffic -- 500
import { sendReaders } from './readers.js';

const [given = '300', origin = `http://localhost:${process.env.PORT || '3000'}`] = process.argv.slice(2);

const readers = Number(given);
if (!Number.isInteger(readers) || readers < 1) {
  console.error(`Say how many readers to send, as a whole number: ${JSON.stringify(given)} is none.`);
  process.exit(2);
}

try {
  // Each run sends others.
  await sendReaders(origin, { readers, seed: Math.floor(Date.now() / 1000) });
  console.log(`${readers} invented readers have been at ${origin}.`);
} catch (error) {
  console.error(`The readers could not be sent to ${origin}: is a newsroom running there, by npm start? (${error})`);
  process.exitCode = 1;
}
