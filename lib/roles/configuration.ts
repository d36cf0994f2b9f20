import { indexAt, indexText, moduleCalls, nameAt, stepsOf, wholeReferences } from "./address";
import { type JsonObject, type Path, listOf, memberOf, objectOf, partAt, textsOf } from "./json-value";
import type { Origin, Resource } from "./resource";

/**
 * The configuration in a plan: it tells by references what an unknown argument is made of.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */

/** A module as it was called: its configuration, the prefix of the addresses in it, and who called it. */
interface Scope {
  readonly module: unknown;
  /** Empty for the root, else it ends with a dot. */
  readonly prefix: string;
  readonly caller?: { readonly scope: Scope; readonly call: unknown; readonly index?: string | number };
}

/** References that are followed for one argument. */
const MOST_FOLLOWED = 500;

/** The part of an expression in which references and constants stand. */
const referencesAt = (expressions: unknown, path: Path): readonly string[] => {
  let part = expressions;
  for (const step of path) {
    const next = memberOf(part, step);
    // An expression for a whole block or list has no parts of its own.
    if (next === undefined) break;
    part = next;
  }
  return wholeReferences(textsOf(memberOf(part, "references")));
};

/** What a plan's configuration tells. */
export interface Configuration {
  /** What the configuration says of a resource. */
  readonly resource: (self: Located) => JsonObject | undefined;
  /** What an argument is made of. */
  readonly origin: (self: Located, path: Path, known: ResourceIndex) => Origin;
}

/** Where a resource stands. */
export interface Located {
  /** Its address without its own index. */
  readonly base: string;
  readonly moduleAddress: string;
  readonly index?: string | number;
}

/** What the plan has. */
export interface ResourceIndex {
  /** Resources by their address without their own index. */
  readonly instances: ReadonlyMap<string, readonly Resource[]>;
  /** Addresses of modules by their address without their own index. */
  readonly modules: ReadonlyMap<string, ReadonlySet<string>>;
}

export const configurationOf = (value: unknown): Configuration => {
  const root: Scope = { module: memberOf(value, "root_module"), prefix: "" };
  const scopes = new Map<string, Scope>();
  const resources = new WeakMap<object, ReadonlyMap<string, JsonObject>>();

  const scopeOf = (moduleAddress: string): Scope => {
    const found = scopes.get(moduleAddress);
    if (found !== undefined) return found;
    let scope = root;
    for (const { name, index } of moduleCalls(moduleAddress)) scope = childScope(scope, name, index);
    scopes.set(moduleAddress, scope);
    return scope;
  };

  const childScope = (scope: Scope, name: string, index: string | number | undefined): Scope => {
    const call = partAt(scope.module, ["module_calls", name]);
    return {
      module: memberOf(call, "module"),
      prefix: `${scope.prefix}module.${name}${indexText(index)}.`,
      caller: { scope, call, ...(index === undefined ? {} : { index }) },
    };
  };

  const inModule = (module: unknown): ReadonlyMap<string, JsonObject> => {
    if (typeof module !== "object" || module === null) return new Map();
    const found = resources.get(module);
    if (found !== undefined) return found;
    const made = new Map(
      listOf(memberOf(module, "resources")).map((item) => [String(memberOf(item, "address")), objectOf(item)]),
    );
    resources.set(module, made);
    return made;
  };

  const resource: Configuration["resource"] = ({ base, moduleAddress }) => {
    const { module, prefix } = scopeOf(moduleAddress);
    return inModule(module).get(base.slice(prefix.length));
  };

  const origin: Configuration["origin"] = (self, path, known) => {
    const configured = resource(self);
    const references = referencesAt(memberOf(configured, "expressions"), path);
    const found = new Set<Resource>();
    const seen = new Set<string>();

    const follow = (
      names: readonly string[],
      scope: Scope,
      each: unknown,
      index: string | number | undefined,
    ): void => {
      const isPerInstance = names.some((name) => /^(each\.|count\.)/.test(name));
      for (const name of names) {
        const visit = `${scope.prefix} ${name}`;
        if (seen.has(visit) || seen.size >= MOST_FOLLOWED) continue;
        seen.add(visit);
        followOne(name, scope, each, isPerInstance ? index : undefined);
      }
    };

    const followOne = (name: string, scope: Scope, each: unknown, index: string | number | undefined): void => {
      const steps = stepsOf(name);
      const first = nameAt(steps, 0) ?? "";
      const second = nameAt(steps, 1) ?? "";
      if (first === "var") {
        const { caller } = scope;
        if (caller === undefined) return;
        const given = partAt(caller.call, ["expressions", second]);
        follow(referencesAt(given, []), caller.scope, memberOf(caller.call, "for_each_expression"), caller.index);
      } else if (first === "module") {
        followOutput(second, indexAt(steps, 2), steps.map((_, at) => nameAt(steps, at)).slice(2), scope, index);
      } else if (first === "each") {
        if (second === "value") follow([...referencesAt(each, []), "each.key"], scope, undefined, index);
      } else if (!["count", "local", "path", "terraform", "self"].includes(first)) {
        const base = first === "data" ? `data.${second}.${nameAt(steps, 2) ?? ""}` : `${first}.${second}`;
        const own = indexAt(steps, first === "data" ? 3 : 2);
        for (const one of instancesOf(`${scope.prefix}${base}`, own, index)) found.add(one);
      }
    };

    const followOutput = (
      call: string,
      own: string | number | undefined,
      rest: readonly (string | undefined)[],
      scope: Scope,
      index: string | number | undefined,
    ): void => {
      const output = rest.find((step) => step !== undefined);
      if (output === undefined) return;
      const start = `${scope.prefix}module.${call}`;
      const all = [...(known.modules.get(start) ?? [])];
      const same = all.filter((address) => address === `${start}${indexText(own ?? index)}`);
      for (const address of same.length > 0 || own !== undefined ? same : all) {
        const child = scopeOf(address);
        const names = referencesAt(partAt(child.module, ["outputs", output, "expression"]), []);
        follow(names, child, undefined, undefined);
      }
    };

    // `a.b[each.key]` is listed as `a.b` and `each.key`: the instance with the same index is meant.
    const instancesOf = (
      base: string,
      own: string | number | undefined,
      index: string | number | undefined,
    ): readonly Resource[] => {
      const all = known.instances.get(base) ?? [];
      if (own !== undefined) return all.filter((one) => one.index === own);
      const same = index === undefined ? [] : all.filter((one) => one.index === index);
      return same.length > 0 ? same : all;
    };

    const scope = scopeOf(self.moduleAddress);
    follow(references, scope, memberOf(configured, "for_each_expression"), self.index);
    const isDirect = references.filter((name) => !/^(each\.key|count\.)/.test(name)).length === 1;
    return { references, resources: [...found], isDirect };
  };

  return { resource, origin };
};
