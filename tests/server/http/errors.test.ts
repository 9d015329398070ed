import { mongo } from "mongoose";
import { describe, expect, it } from "vitest";
import { asProblem } from "../../../server/http/errors.js";

describe("what the driver throws when the store is away", () => {
  const named = (name: string): Error => Object.assign(new Error("lost"), { name });

  it.each([
    new mongo.MongoNetworkError("connection closed"),
    new mongo.MongoNetworkTimeoutError("connection timed out"),
    named("MongoPoolClearedError"),
    named("PoolClearedOnNetworkError"),
    named("MongoWaitQueueTimeoutError"),
  ])("is told as such, and not as a mistake of ours: $name", (error) => {
    expect(asProblem(error)?.code).toBe("store-unavailable");
  });

  it("is not what a mistake of ours is told as", () => {
    expect(asProblem(new TypeError("x is undefined"))).toBeNull();
  });
});
