import { createServer } from 'node:http';

const page = '<!doctype html><html lang="en"><title>Bare</title><h1 id="bare">A page</h1></html>';

const server = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(page);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`Ready: http://127.0.0.1:${address.port}/`);
});
process.once('SIGTERM', () => process.exit(0));
