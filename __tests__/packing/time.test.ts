import { prove } from "../../lib/packing/prove";
import { WRITTEN_OUT } from "../../lib/placeholders";
import type { Statement } from "../../lib/policy/model";
import { INTRICATE } from "./support";

const allow = (...resources: readonly string[]): Statement => ({
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: resources,
});

test("intricate wildcards take bounded time", () => {
  const before = [allow(...INTRICATE, "arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*")];
  const start = process.cpuUsage();
  expect(() => prove(before, [[allow("arn:aws:s3:::b/*")], [allow(...INTRICATE)]], WRITTEN_OUT)).not.toThrow();
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(30);
}, 120_000);
