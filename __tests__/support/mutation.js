const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const fastCheck = require("fast-check");
const { expect } = require("expect");
const { bind } = require("jest-each");
const Mocha = require("mocha");

/** Tests go by the name that they have in the project; what runs is what the compiler put beside them. */
require.extensions[".ts"] = (module, file) => {
  const compiled = file.replace(/ts$/, "js");
  module._compile(readFileSync(compiled, "utf8"), compiled);
};

const MOST_CASES = 8;

/** The same few cases for every mutant; that one fails is enough, the smallest is not looked for. */
fastCheck.configureGlobal({ seed: 20261126, endOnFailure: true });
fastCheck.default = Object.create(fastCheck.default, {
  assert: {
    value: (property, parameters = {}) =>
      fastCheck.assert(property, { ...parameters, numRuns: Math.min(parameters.numRuns ?? MOST_CASES, MOST_CASES) }),
  },
});

/** Of very much: of a mutant they say what the others say, and take long. */
const LARGE =
  /of any (size|length)|beyond 200|of exactly 200|thousand|whatever (there|it) is|this project's roles|400 buckets|code scanning keeps|in one page|has no control/;

/** A mutant that changes the rows of a table in place would hide from the next ones. */
const frozen = (value) => {
  if (Array.isArray(value)) value.forEach(frozen);
  else if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  else Object.values(value).forEach(frozen);
  return Object.freeze(value);
};

const withEach = (register) => {
  const each = bind(register);
  return Object.assign(register, {
    each: (table, ...others) =>
      each(Object.isFrozen(table) || table.raw !== undefined ? table : frozen(table), ...others),
  });
};

/** Maps and sets that files of lib/ have from the start, and empty: what they keep between calls. */
let caches = [];

const noticing = (Collection) =>
  class extends Collection {
    constructor(...content) {
      super(...content);
      caches.push(this);
    }
  };

/** What a file does when it is loaded belongs to no test, also where a test is the first to need the file. */
const loadAll = (folder) => {
  const own = { Map, Set };
  Object.assign(globalThis, { Map: noticing(Map), Set: noticing(Set) });
  for (const name of readdirSync(folder)) if (name.endsWith(".js")) require(join(folder, name));
  Object.assign(globalThis, own);
  caches = caches.filter(({ size }) => size === 0);
};

let mutant;

/** What was kept under one mutant says nothing of the next: the same process meets many. */
const forget = () => {
  const { activeMutant } = globalThis.__stryker__ ?? {};
  if (activeMutant === mutant) return;
  mutant = activeMutant;
  for (const cache of caches) cache.clear();
};

/**
 * Jest's names of what the tests of lib/ use, in Mocha: mutation testing runs some of them thousands of times, and Mocha
 * loads them once where Jest loads them every time.
 */
const { bdd } = Mocha.interfaces;
Mocha.interfaces.bdd = (suite) => {
  bdd(suite);
  suite.beforeEach(forget);
  suite.on("pre-require", (context) => {
    loadAll(join(__dirname, "../../lib", process.env.MUTATED));
    const { it, describe } = context;
    const register = (title, run) => it(title, LARGE.test(title) ? undefined : run);
    Object.assign(context, {
      expect,
      it: withEach(register),
      test: withEach(register),
      describe: withEach(describe),
      beforeAll: context.before,
      afterAll: context.after,
    });
  });
};
