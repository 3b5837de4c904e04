// A platform's receiver with the Standard Webhooks library of npm: it prints one line for each delivery.
// MODULES is the folder that holds node_modules, SECRET the subscription's secret, whsec_ and all.
import http from "node:http";
import { createRequire } from "node:module";

const { Webhook } = createRequire(process.env.MODULES + "/")("standardwebhooks");
const webhook = new Webhook(process.env.SECRET);

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    let line;
    try {
      const event = webhook.verify(Buffer.concat(chunks).toString("utf8"), request.headers);
      line = `verified ${event.id}`;
    } catch (problem) {
      line = `refused ${problem.message}`;
    }
    console.log(line);
    response.writeHead(line.startsWith("verified") ? 204 : 401).end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(`listening http://127.0.0.1:${server.address().port}/`));
