import { beforeEach, expect, it } from "vitest";
import type { Problem } from "../problem";
import { startApplication } from "../testing/application";
import { type Admission, admission, type Precedence, type Turns } from "./admission";

let now: number;
let idle: number;
let ring: (() => void) | undefined;
let door: Admission;
/** So few that nobody is ever too late. */
let someAreThere: (() => void)[];

const turns: Turns = {
  now: () => now,
  idle: () => idle,
  afterThis: (then) => {
    ring = then;
  },
};

beforeEach(() => {
  now = 1000;
  idle = 0;
  ring = undefined;
  door = admission(turns);
  door.watch(() => 0);
  someAreThere = Array.from({ length: 8 }, () => door.enter("monitor"));
});

function endTurn() {
  const rings = ring;
  ring = undefined;
  rings?.();
}

/** Somebody comes, is served for so long, and goes: a turn. */
function turn(ms: number) {
  const leave = door.enter("holder");
  now += ms;
  endTurn();
  leave();
}

/** More to do than can be done, for two seconds. */
function flood() {
  for (let count = 0; count < 20; count += 1) turn(200);
}

/** Lets in as many as there is room for, in no time. */
function crowd(precedence: Precedence) {
  const leaves: (() => void)[] = [];
  let refusal: unknown;
  while (!refusal) {
    try {
      leaves.push(door.enter(precedence));
    } catch (thrown) {
      refusal = thrown;
    }
  }
  expect(refusal).toEqual(refused);
  endTurn();
  const goAway = () => {
    for (const leave of leaves) leave();
  };
  return { size: leaves.length, goAway };
}

const refused = expect.objectContaining({ code: "unavailable" });

it("A crowd that comes at once is let in, however long its turn", () => {
  const leaves: (() => void)[] = [];
  for (let count = 0; count < 500; count += 1) {
    leaves.push(door.enter("newcomer"));
    now += 1.5;
  }
  endTurn();
  for (const leave of leaves) leave();
  now += 500;
  for (let count = 0; count < 100; count += 1) turn(5);
  door.enter("newcomer");
});

it("In a flood newcomers are refused late in a turn, holders later, and both are welcome in the next", () => {
  flood();
  door.enter("newcomer");
  now += 25;
  expect(() => door.enter("newcomer")).toThrow(refused);
  door.enter("holder");
  now += 200;
  expect(() => door.enter("holder")).toThrow(refused);
  endTurn();
  door.enter("newcomer");
});

it("Nobody is too late while few are under way", () => {
  flood();
  door.enter("newcomer")();
  now += 100;
  expect(() => door.enter("newcomer")).toThrow(refused);
  someAreThere.pop()?.();
  door.enter("newcomer");
  expect(() => door.enter("newcomer")).toThrow(refused);
});

it("Where no server watches its door a flood refuses nobody while there is room", () => {
  door = admission(turns);
  flood();
  const first = door.enter("newcomer");
  now += 100;
  expect(crowd("newcomer").size).toBe(749);
  first();
});

it("A queue at the door for a second is a flood, however short the turns, and its end is the flood's", () => {
  let waitMs = 200;
  door.watch(() => waitMs);
  for (let count = 0; count < 160; count += 1) turn(10);
  waitMs = 2000;
  expect(() => door.enter("newcomer")).toThrow(refused);
  door.enter("holder")();
  waitMs = 25;
  expect(() => door.enter("newcomer")).toThrow(refused);
  endTurn();
  turn(10);
  waitMs = 2;
  door.enter("newcomer");
});

it.each([
  [45, false],
  [55, true],
])("Turns of %i ms that fill more than a second are a flood: %s", (ms, isFlood) => {
  for (let passed = 0; passed < 1200; passed += ms) turn(ms);
  const leave = door.enter("newcomer");
  now += 30;
  if (isFlood) expect(() => door.enter("newcomer")).toThrow(refused);
  else door.enter("newcomer");
  leave();
});

it("Half a second in which somebody else had the processor is no flood", () => {
  turn(600);
  turn(300);
  for (let count = 0; count < 60; count += 1) turn(10);
  turn(600);
  door.enter("newcomer");
  now += 40;
  door.enter("newcomer");
});

it("No room for a second is a flood, however short the turns; for a moment it is none", () => {
  const late = () => {
    door.enter("newcomer")();
    now += 30;
    door.enter("newcomer")();
    endTurn();
  };
  const first = crowd("newcomer");
  now += 500;
  turn(10);
  first.goAway();
  late();
  const second = crowd("newcomer");
  now += 500;
  turn(10);
  second.goAway();
  expect(late).toThrow(refused);
});

it.each([
  ["a busy thread", 250, 0, true],
  ["a thread that waits for its store", 250, 5, false],
  ["a busy thread that is done with each soon", 150, 0, false],
])("Short turns in which many stay long: %s", (_, stayMs, idleMs, isFlood) => {
  const leaves: (() => void)[] = [];
  for (let passed = 0; passed < 2000; passed += 10) {
    leaves.push(door.enter("newcomer"));
    now += 10;
    idle += idleMs;
    endTurn();
    if (leaves.length > stayMs / 10) leaves.shift()?.();
  }
  const leave = door.enter("newcomer");
  now += 30;
  if (isFlood) expect(() => door.enter("newcomer")).toThrow(refused);
  else door.enter("newcomer");
  leave();
});

it("A queue that is gone within a second is no flood", () => {
  let waitMs = 500;
  door.watch(() => waitMs);
  for (let count = 0; count < 80; count += 1) turn(10);
  waitMs = 5;
  for (let count = 0; count < 80; count += 1) turn(10);
  waitMs = 40;
  door.enter("newcomer");
});

it("A crowd that waited and was served is no flood for whoever comes later", () => {
  let waitMs = 5;
  door.watch(() => waitMs);
  for (let count = 0; count < 90; count += 1) turn(10);
  waitMs = 400;
  // Its end falls into a window of its own.
  for (let count = 0; count < 20; count += 1) turn(10);
  now += 1500;
  waitMs = 40;
  door.enter("newcomer");
});

it("A flood is forgotten when nobody came for a second", () => {
  flood();
  door.enter("newcomer");
  now += 30;
  expect(() => door.enter("newcomer")).toThrow(refused);
  endTurn();
  now += 1000;
  door.enter("newcomer");
  now += 40;
  door.enter("newcomer");
});

it("A flood lasts while somebody has to be refused, and is forgotten within two seconds after", () => {
  flood();
  for (let count = 0; count < 100; count += 1) {
    const leave = door.enter("newcomer");
    now += 30;
    expect(() => door.enter("newcomer")).toThrow(refused);
    endTurn();
    leave();
  }
  const until = now + 2000;
  while (now < until) turn(10);
  door.enter("newcomer");
  now += 40;
  door.enter("newcomer");
});

it("Newcomers never fill the room of holders, flood or not", () => {
  expect(someAreThere.length + crowd("newcomer").size).toBe(750);
  expect(crowd("holder").size).toBe(250);
});

it("In a flood turns that stay long take room away, most of it the newcomers', and short ones give it back", () => {
  const all = crowd("newcomer");
  for (let count = 0; count < 40; count += 1) {
    expect(() => door.enter("newcomer")).toThrow(refused);
    now += 200;
    endTurn();
  }
  all.goAway();
  const narrow = crowd("newcomer");
  // A quiet server needs as much.
  expect(someAreThere.length + narrow.size).toBe(24);
  const holders = crowd("holder");
  expect(holders.size).toBeGreaterThan(100);
  narrow.goAway();
  holders.goAway();
  const until = now + 2000;
  while (now < until) turn(10);
  expect(crowd("newcomer").size).toBe(all.size);
});

it("Who leaves twice has left once", () => {
  const first = crowd("holder");
  first.goAway();
  first.goAway();
  expect(crowd("holder").size).toBe(first.size);
});

it("Those who are refused are told to come back at different moments", () => {
  crowd("holder");
  const waits = new Set<number | undefined>();
  for (let count = 0; count < 200; count += 1) {
    try {
      door.enter("newcomer");
    } catch (thrown) {
      waits.add((thrown as Problem).members.retryAfter);
    }
  }
  expect([...waits].sort()).toEqual([1, 2, 3]);
});

it("Refuses before a body is read, and never a monitor", async () => {
  let room = 1000;
  const app = await startApplication();
  const body = { channel: "email", address: "ada@example.com", purpose: "sign-up", captchaToken: "off" };
  while (room-- > 0) app.services.admission.enter("holder");
  const reply = await app.call("POST", "/api/challenges", undefined, { raw: "{" });
  expect(reply).toMatchObject({ status: 503, body: { code: "unavailable", retryAfter: expect.any(Number) } });
  expect(reply.headers.get("retry-after")).toBe(String(reply.body.retryAfter));
  expect((await app.call("POST", "/api/challenges", body)).status).toBe(503);
  expect((await app.call("GET", "/api/health")).status).toBe(200);
  expect(app.logged.filter((line) => line.includes("overload"))).toHaveLength(1);
  await app.close();
});
