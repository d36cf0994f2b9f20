import { parseDocument } from "../access/document";
import { ordered } from "../jobs/order";
import { at } from "../jobs/tree";
import type { Placeholders } from "../placeholders";
import { policyJson } from "../policy/model";
import { type Problem, childPath } from "../problem";
import * as errors from "../refine-errors";
import type { RoleDescription } from "../settings/describe";
import { checkRequests } from "./check";
import type { RoleView } from "./role-view";
import type { Site } from "./site";
import { trustRequests } from "./trust-requests";

/**
 * Queues of the jobs that a trust policy given whole does not admit, or perhaps not: a warning for each. Trust policies of
 * ours are checked with the settings.
 */
export const shutOut = (
  { checked, settings }: RoleDescription,
  view: RoleView,
  site: Site,
  path: string,
  { isKnown }: Placeholders,
): readonly Problem[] => {
  const { trustPolicy } = settings;
  if (trustPolicy === undefined || !isKnown(policyJson(trustPolicy))) return [];
  const place = childPath(childPath(path, "trust"), "policy");
  const { document } = parseDocument(trustPolicy, place, "trust");
  if (document === undefined) return [];
  const requests = trustRequests(checked.jobs?.needs ?? [], view.caller.roleArn, site);
  const nothing = { owners: {}, keysDelegate: true };
  return checkRequests(requests, { ...view, trust: [document], hasTrust: true }, nothing).flatMap(
    ({ request, verdict, about }) => {
      if (verdict === "allowed") return [];
      const [first, ...others] = ordered(request.because);
      const source = request.context["aws:SourceArn"];
      const queue = source !== undefined && "value" in source ? source.value : "any queue";
      return errors.shutOutByTrust(place, {
        queue,
        where: first === undefined ? "the settings" : at(first.place),
        more: others.length,
        ...(verdict === "denied" ? {} : { about: about.join(" and ") }),
      });
    },
  );
};
