// Load for benches, in a process of its own: people who ask for a code each, one after the other on
// connections that stay open, the next as soon as the last is answered. Told by message: { origins,
// connections, leadMs, ms }. Says "begin" when the lead is over, "end" after `ms` more, and when all is
// answered: how many 202 between the two, in how many seconds, and every answer since the start by what it
// was.
import { Client } from "undici";

/** By origin; they stay open from one round to the next. */
const clients = new Map();
let number = 0;

process.on("message", async ({ origins, connections, leadMs, ms }) => {
  const answers = {};
  let sends = 0;
  let phase = "lead";
  const person = async (client) => {
    while (phase !== "end") {
      const answer = await ask(client);
      answers[answer] = (answers[answer] ?? 0) + 1;
      if (answer === "202" && phase === "counting") sends += 1;
    }
  };
  const people = origins.flatMap((origin) => clientsOf(origin, connections).map(person));
  await pause(leadMs);
  phase = "counting";
  const began = performance.now();
  process.send("begin");
  await pause(ms);
  phase = "end";
  const seconds = (performance.now() - began) / 1000;
  process.send("end");
  await Promise.all(people);
  process.send({ sends, seconds, answers });
});

process.on("disconnect", () => process.exit());

async function ask(client) {
  number += 1;
  const address = `+491512${String(number).padStart(7, "0")}`;
  try {
    const { statusCode, body } = await client.request({
      ...{ method: "POST", path: "/api/challenges", headers: { "content-type": "application/json" } },
      body: JSON.stringify({ channel: "sms", address, purpose: "sign-up" }),
    });
    if (statusCode === 202) await body.dump();
    return statusCode === 202 ? "202" : `${statusCode} ${(await body.json()).code}`;
  } catch (error) {
    return String(error.code ?? error);
  }
}

function clientsOf(origin, count) {
  const known = clients.get(origin) ?? Array.from({ length: count }, () => new Client(origin));
  clients.set(origin, known);
  return known.slice(0, count);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
