// A static host in miniature, as Netlify and its like behave: pretty addresses, `404.html` with status 404,
// and the site's own `_headers` and `_redirects` in force, so that the content security policy is the real one.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".opml": "text/x-opml",
  ".ics": "text/calendar",
};

/// Lines of a control file without comments.
async function lines(file) {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").filter((line) => line.trim() && !line.trim().startsWith("#"));
}

function pattern(glob) {
  const escaped = glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
  return new RegExp(`^${escaped}$`);
}

async function headerRules(folder) {
  const rules = [];
  for (const line of await lines(path.join(folder, "_headers"))) {
    if (/^\s/.test(line)) {
      const [, name, value] = /^\s+([^:]+):\s*(.*)$/.exec(line);
      rules.at(-1).headers.push([name.toLowerCase(), value]);
    } else {
      rules.push({ matches: pattern(line.trim()), headers: [] });
    }
  }
  return rules;
}

async function redirectRules(folder) {
  const rules = (await lines(path.join(folder, "_redirects"))).map((line) => line.trim().split(/\s+/));
  return new Map(rules.map(([from, to, status]) => [from, { to, status: Number(status) || 301 }]));
}

const isFile = (file) => stat(file).then((s) => s.isFile(), () => false);
const isFolder = (file) => stat(file).then((s) => s.isDirectory(), () => false);

/// Serves `folder` below `base` ("" or "/portal"); returns the origin and a way to stop. Control files are
/// read at the first request, since a site can be built only when its address is known.
export async function serve(folder, base = "") {
  let rules;
  const server = createServer(async (request, response) => {
    try {
      rules ??= { headers: await headerRules(folder), redirects: await redirectRules(folder) };
      const address = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
      const send = async (status, file) => {
        const headers = { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" };
        for (const rule of rules.headers.filter((rule) => rule.matches.test(address))) {
          for (const [name, value] of rule.headers) headers[name] = value;
        }
        response.writeHead(status, headers).end(await readFile(file));
      };
      const redirect = rules.redirects.get(address);
      if (redirect) return void response.writeHead(redirect.status, { location: redirect.to }).end();
      const inside = address === base || address.startsWith(`${base}/`);
      const file = path.join(folder, path.normalize(address.slice(base.length) || "/"));
      const control = /^\/_(headers|redirects)$/.test(address.slice(base.length));
      if (inside && !control) {
        if (await isFolder(file)) {
          if (!address.endsWith("/")) return void response.writeHead(301, { location: `${address}/` }).end();
          const index = path.join(file, "index.html");
          if (await isFile(index)) return await send(200, index);
        } else if (await isFile(file)) {
          return await send(200, file);
        }
      }
      const missing = path.join(folder, "404.html");
      if (await isFile(missing)) return await send(404, missing);
      response.writeHead(404).end("nothing here");
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}
