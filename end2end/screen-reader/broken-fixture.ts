// A twin of the site: pages come from the server, and are altered on the way. What is broken on purpose must be found.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Twin {
  address: string;
  end: () => void;
}

/** Starts a twin of the site at an address. `alter` gets the HTML of each page. */
export async function twinOf(site: string, alter: (html: string) => string): Promise<Twin> {
  const server = createServer((asked, answer) => {
    const through = request(site + asked.url, { method: asked.method, headers: { ...asked.headers, 'accept-encoding': 'identity' } }, (got) => {
      void pass(got, answer, alter);
    });
    through.on('error', () => answer.destroy());
    asked.pipe(through);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    end: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function pass(got: IncomingMessage, answer: ServerResponse, alter: (html: string) => string): Promise<void> {
  const headers = { ...got.headers };
  if (!headers['content-type']?.startsWith('text/html')) {
    answer.writeHead(got.statusCode!, headers);
    got.pipe(answer);
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of got) parts.push(part as Buffer);
  const html = alter(Buffer.concat(parts).toString());
  // What was altered may run a script of its own, and is of another length.
  delete headers['content-security-policy'];
  delete headers['content-length'];
  delete headers.etag;
  answer.writeHead(got.statusCode!, headers);
  answer.end(html);
}
