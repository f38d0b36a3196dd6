import { describe, expect, it } from "vitest";
import type { Address } from "../address";
import type { Risk } from "../ports";
import { limitTable } from "../verification/policy";
import { risk } from "./risk";

function watched() {
  let now = 0;
  const known = risk(limitTable, { now: () => now });
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { known, pass };
}

const ip = "203.0.113.7";
const phone: Address = {
  ...{ channel: "sms", value: "+8613800138000", counted: "+8613800138000" },
  ...{ country: "CN", prefix: "+861380013" },
};

function takePuzzles(known: Risk, who: string, count: number) {
  const { max } = limitTable["ip-puzzles-minute"];
  known.learnClient(who, [{ row: "ip-puzzles-minute", remaining: max - count, resetIn: 60 }]);
}

const failTimes = (known: Risk, who: string, times: number) => {
  for (let time = 0; time < times; time++) known.judged(who, false);
};

it("takes a client for what its use of puzzles says, until the window ends", () => {
  const { known, pass } = watched();
  const levelAfter = (count: number) => {
    takePuzzles(known, ip, count);
    return known.of({ ip });
  };

  expect(known.of({ ip })).toBe(1);
  expect([levelAfter(3), levelAfter(12), levelAfter(30)]).toEqual([1, 2, 3]);
  expect(known.of({ ip: "198.51.100.1" })).toBe(1);
  pass(60);
  expect(known.of({ ip })).toBe(1);
});

it("takes nobody for suspicious by three puzzles, however few an operator allows", () => {
  const table = { ...limitTable, "ip-puzzles-minute": { max: 5, seconds: 60 } };
  const known = risk(table, { now: () => 0 });
  const levels = [4, 3, 2, 1].map((remaining) => {
    known.learnClient(ip, [{ row: "ip-puzzles-minute", remaining, resetIn: 60 }]);
    return known.of({ ip });
  });
  expect(levels).toEqual([1, 1, 1, 3]);
});

describe("wrong solutions", () => {
  it("make their whole network suspicious, and no other", () => {
    const { known, pass } = watched();
    failTimes(known, "203.0.113.1", 2);
    expect(known.of({ ip })).toBe(1);
    failTimes(known, "203.0.113.2", 1);
    expect([known.of({ ip }), known.of({ ip: "203.0.114.7" })]).toEqual([2, 1]);
    failTimes(known, "203.0.113.3", 5);
    expect(known.of({ ip })).toBe(3);
    pass(600);
    expect(known.of({ ip })).toBe(1);
  });

  it("count for one /48 of IPv6 as for one network", () => {
    const { known } = watched();
    failTimes(known, "2001:db8:1:100::/64", 3);
    expect(known.of({ ip: "2001:db8:1:ff00::/64" })).toBe(2);
    expect(known.of({ ip: "2001:db8:2:100::/64" })).toBe(1);
  });

  it("are made good by right ones", () => {
    const { known } = watched();
    failTimes(known, ip, 3);
    known.judged(ip, true);
    expect(known.of({ ip })).toBe(1);
  });
});

it("lets the people of a network make good what one of them did, however much it was", () => {
  const { known } = watched();
  failTimes(known, "203.0.113.1", 500);
  expect(known.of({ ip })).toBe(3);
  for (let time = 0; time < 14; time++) known.judged(ip, true);
  expect(known.of({ ip })).toBe(1);
});

it("takes a network that people change into and out of all the time for suspicious, and for no attack", () => {
  const { known } = watched();
  for (let person = 0; person < 50; person++) {
    known.judged(ip, true);
    known.moved(ip, "198.51.100.1");
  }
  expect([known.of({ ip }), known.of({ ip: "198.51.100.1" })]).toEqual([1, 2]);
  failTimes(known, ip, 8);
  expect(known.of({ ip })).toBe(3);
  known.moved(ip, "198.51.100.1");
  expect(known.of({ ip })).toBe(3);
});

it("forgets no suspect for the many of whom there is nothing to remember", () => {
  const { known } = watched();
  failTimes(known, ip, 3);
  takePuzzles(known, "192.0.2.1", 30);
  known.learnAddress(phone, [{ row: "prefix-hour", remaining: 0, resetIn: 3600 }]);
  for (let count = 0; count < 10_000; count++) {
    const other = `10.0.${count >> 8}.${count & 255}`;
    takePuzzles(known, other, 1);
    known.judged(`10.${count >> 8}.${count & 255}.1`, true);
    known.learnAddress({ ...phone, prefix: String(count) }, [
      { row: "prefix-hour", remaining: limitTable["prefix-hour"].max - 1, resetIn: 3600 },
    ]);
  }
  expect([known.of({ ip }), known.of({ ip: "192.0.2.1" })]).toEqual([2, 3]);
  expect(known.of({ ip: "10.0.0.1", address: phone })).toBe(3);
});

it("suspects both ends of a captcha token that travels between networks, and not a neighbour", () => {
  const { known } = watched();
  for (let time = 0; time < 3; time++) known.moved("198.51.100.1", ip);
  expect([known.of({ ip }), known.of({ ip: "198.51.100.9" })]).toEqual([2, 2]);
  for (let time = 0; time < 9; time++) known.moved("192.0.2.1", "192.0.2.2");
  expect(known.of({ ip: "192.0.2.1" })).toBe(1);
});

describe("an address", () => {
  it("asks for more once its hour is used up, whoever asks", () => {
    const { known } = watched();
    known.learnAddress(phone, [{ row: "address-hour", remaining: 1, resetIn: 1800 }]);
    expect(known.of({ ip, address: phone })).toBe(1);
    known.learnAddress(phone, [{ row: "address-hour", remaining: 0, resetIn: 1800 }]);
    expect(known.of({ ip, address: phone })).toBe(2);
    expect(known.of({ ip, address: { ...phone, counted: "+8613800138001" } })).toBe(1);
  });

  it("asks for more the more of its prefix is used, and a little more for its country", () => {
    const { known } = watched();
    const neighbour = { ...phone, counted: "+8613800138009" };
    const { max } = limitTable["prefix-hour"];
    known.learnAddress(phone, [{ row: "prefix-hour", remaining: max * 0.5, resetIn: 60 }]);
    expect(known.of({ ip, address: neighbour })).toBe(2);
    known.learnAddress(phone, [{ row: "prefix-hour", remaining: 0, resetIn: 60 }]);
    expect(known.of({ ip, address: neighbour })).toBe(3);
    known.learnAddress(phone, [{ row: "country-hour", remaining: 0, resetIn: 60 }]);
    expect(known.of({ ip, address: { ...phone, counted: "+8613900000000", prefix: "+861390000" } })).toBe(2);
  });
});

describe("in a flood", () => {
  const everywhere = (count: number) => `10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`;

  it("everybody works a little more, until the minute is over", () => {
    const { known, pass } = watched();
    for (let count = 0; count <= 1200; count++) takePuzzles(known, everywhere(count), 1);
    expect(known.of({ ip })).toBe(2);
    pass(60);
    expect(known.of({ ip })).toBe(1);
  });

  it("of people who solve their puzzles, nobody works more", () => {
    const { known } = watched();
    for (let count = 0; count <= 5000; count++) {
      takePuzzles(known, everywhere(count), 1);
      known.judged(everywhere(count), true);
    }
    expect(known.of({ ip })).toBe(1);
  });
});

it("trusts a browser in which a code was proven, unless something else speaks against it", () => {
  const { known } = watched();
  expect(known.of({ ip, trusted: true })).toBe(0);
  failTimes(known, ip, 3);
  expect(known.of({ ip, trusted: true })).toBe(2);
});
