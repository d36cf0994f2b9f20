import * as errors from "../errors";
import type { Problem } from "../problem";
import { ARN_EXAMPLES } from "../settings/arns";
import { LONGEST_DESCRIPTION, LONGEST_PATH, MOST_TAGS } from "../settings/attributes";
import { DEFAULT_ATTACHED, DEFAULT_DESCRIPTION, DEFAULT_ROLE_NAME, MOST_ATTACHED, SESSION } from "../settings/defaults";
import * as patterns from "../policy/patterns";
import {
  type Rule,
  type Shown,
  arnProblems,
  entry,
  forEach,
  found,
  ifGiven,
  match,
  noneOf,
  notLike,
  ofEntries,
  once,
  problems,
  repeats,
  said,
} from "./problems";
import { isDocument } from "./adoption";
import { type Variable, described, nullable, object, variable } from "./variable";

/** A text variable that the pattern must be found in. */
const like = (name: string, pattern: RegExp, problem: (path: string, value: string) => Problem): Rule =>
  notLike(
    pattern,
    `var.${name}`,
    said((value) => problem(name, value(`var.${name}`))),
  );

const path = (name: string, pattern: RegExp, problem: (path: string, value: string) => Problem): Rule => {
  const { wrong, says } = like(name, pattern, problem);
  return { wrong: `${wrong} || length(var.${name}) > ${String(LONGEST_PATH)}`, says };
};

const wholeNumber = (name: string, low: number, high: number, unit = ""): Rule => ({
  wrong: `var.${name} < ${String(low)} || var.${name} > ${String(high)} || floor(var.${name}) != var.${name}`,
  says: said((value) => errors.outOfRange(name, value(`var.${name}`), low, high, unit)),
});

const check = (...rules: readonly Rule[]) => noneOf(problems(once(...rules)));

const checkGiven = (name: string, rule: Rule) => check(ifGiven(`var.${name}`, rule));

const SUBMITTER = (value: Shown): string => entry("submitters", value("key"));

/** Names and attributes of the role, and where it is. */
export const ROLE_VARIABLES: { readonly [name: string]: Variable } = {
  role_name: variable(
    "string",
    DEFAULT_ROLE_NAME,
    `Name of the role, 1–64 of A–Z a–z 0–9 _ + = , . @ -. Left out: ${DEFAULT_ROLE_NAME}, which the MediaConvert console selects by itself. Changing it replaces the role.`,
    check(
      notLike(
        patterns.ROLE_NAME,
        "var.role_name",
        said((value) => errors.roleName("role_name", value("var.role_name"), value("length(var.role_name)"))),
      ),
    ),
  ),
  path: nullable(
    "string",
    "IAM path of the role. MediaConvert is known to work with / and /service-role/; for others error 1432 has been reported. Left out: /, and with `adopt` /service-role/. Changing it replaces the role.",
    checkGiven("path", path("path", patterns.ROLE_PATH, errors.rolePath)),
  ),
  policy_path: nullable(
    "string",
    "IAM path of the policy that this module makes. Left out: the role's path, where a policy may have it, else /.",
    checkGiven("policy_path", path("policy_path", patterns.POLICY_PATH, errors.policyPath)),
  ),
  description: variable(
    "string",
    DEFAULT_DESCRIPTION,
    `Description of the role, up to ${String(LONGEST_DESCRIPTION)} Latin-1 characters. Left out: "${DEFAULT_DESCRIPTION}".`,
    noneOf(
      problems(
        once({
          wrong: `length(var.description) > ${String(LONGEST_DESCRIPTION)}`,
          says: said((value) => errors.descriptionLength("description", value("length(var.description)"))),
        }),
        once({
          wrong: found(patterns.NOT_IN_DESCRIPTION, "var.description"),
          says: said((value) =>
            errors.descriptionCharacter("description", value(match(patterns.NOT_IN_DESCRIPTION, "var.description"))),
          ),
        }),
      ),
    ),
  ),
  max_session_duration: variable(
    "number",
    SESSION.default,
    `Longest session in seconds, ${String(SESSION.shortest)}–${String(SESSION.longest)}. It does not limit the sessions of AWS services. Left out: ${String(SESSION.default)}, IAM's own default.`,
    check(wholeNumber("max_session_duration", SESSION.shortest, SESSION.longest, " seconds")),
  ),
  permissions_boundary: nullable(
    "string",
    "ARN of the managed policy that bounds the role. Left out: no boundary.",
    checkGiven(
      "permissions_boundary",
      like("permissions_boundary", patterns.POLICY_ARN, (at, arn) => errors.notAnArn(at, arn, ARN_EXAMPLES.policy)),
    ),
  ),
  force_detach_policies: variable(
    "bool",
    false,
    "Whether destroying the role detaches policies that something else has attached. Left out: false, and such a policy blocks the destruction.",
  ),
  tags: variable(
    "map(string)",
    {},
    `Tags of the role and its policy, up to ${String(MOST_TAGS)}. Left out: no tags beside the provider's default tags.`,
    noneOf(
      problems(
        once({
          wrong: `length(var.tags) > ${String(MOST_TAGS)}`,
          says: said((value) => errors.tooManyTags("tags", value("length(var.tags)"))),
        }),
        forEach(
          "key, text in var.tags",
          {
            wrong: found(patterns.RESERVED_TAG_KEY, "key"),
            says: said((value) => errors.tagReserved(entry("tags", value("key")), value("key"))),
          },
          notLike(
            patterns.TAG_KEY,
            "key",
            said((value) => errors.tagText(entry("tags", value("key")), value("key"), "key")),
          ),
          notLike(
            patterns.TAG_VALUE,
            "text",
            said((value) => errors.tagText(entry("tags", value("key")), value("key"), "value")),
          ),
        ),
      ),
    ),
  ),
  trust: variable(
    object({
      source_account: "optional(string)",
      queues: "optional(list(string))",
      confused_deputy_protection: "optional(bool)",
      policy: "optional(string)",
    }),
    {},
    described("Who may assume the role. Left out: MediaConvert, on behalf of any queue of the role's account.", {
      source_account: "account whose jobs may use the role (`aws:SourceAccount`). Left out: the role's account",
      queues:
        "queues whose jobs may use the role: names, which mean the queue of that name in every Region, or ARNs; `*` and `?` match as in IAM. Name hop queues too. Left out: every queue of the account",
      confused_deputy_protection:
        "whether the trust policy has the conditions `aws:SourceAccount` and `aws:SourceArn`. Left out: true. Without them MediaConvert could be made to use the role for somebody else's jobs",
      policy: "the whole trust policy as JSON, in place of the one that the other attributes make. Left out: that one",
    }),
    noneOf(
      problems(
        once(
          ifGiven(
            "var.trust.source_account",
            notLike(
              patterns.ACCOUNT_ID,
              "var.trust.source_account",
              said((value) => errors.accountId("trust.source_account", value("var.trust.source_account"))),
            ),
          ),
        ),
        once(
          ifGiven("var.trust.queues", {
            wrong: "length(var.trust.queues) == 0",
            says: said(() => errors.emptyList("trust.queues")),
          }),
        ),
        forEach(`index, queue in var.trust.queues == null ? [] : var.trust.queues`, {
          wrong: `!${found(patterns.QUEUE_NAME, "queue")} && !${found(patterns.QUEUE_ARN, "queue")}`,
          says: said((value) => errors.queueMalformed(`trust.queues[${value("index")}]`, value("queue"))),
        }),
        once(
          ifGiven("var.trust.policy", {
            wrong: `!${isDocument("var.trust.policy")}`,
            says: said(() => errors.notPolicyJson("trust.policy")),
          }),
        ),
        ...["source_account", "queues", "confused_deputy_protection"].map((key) =>
          once({
            wrong: `var.trust.${key} != null && var.trust.policy != null`,
            says: said(() => errors.besideTrustPolicy(`trust.${key}`, key)),
          }),
        ),
        ...["source_account", "queues"].map((key) =>
          once({
            wrong: `var.trust.${key} != null && var.trust.confused_deputy_protection == false`,
            says: said(() => errors.protectionContradiction(`trust.${key}`, key)),
          }),
        ),
      ),
    ),
  ),
  submitters: variable(
    "map(string)",
    {},
    "Names of roles that submit jobs with this one. Each gets an inline policy with `iam:PassRole` on it, for MediaConvert only; `mediaconvert:CreateJob` it has to have by itself. They are in this role's account, and something else makes them. The keys are names of your choice and part of the policies' addresses. Left out: none.",
    noneOf(
      problems(
        ofEntries("key, name in var.submitters", SUBMITTER, [
          {
            wrong: 'startswith(name, "arn:")',
            says: said((value) => errors.roleArnForName(SUBMITTER(value), value("name"))),
          },
          notLike(
            patterns.ROLE_NAME,
            "name",
            said((value) => errors.roleName(SUBMITTER(value), value("name"), value("length(name)"))),
          ),
        ]),
        repeats("var.submitters", "lower(item)", (key, first, name) =>
          errors.duplicate(entry("submitters", key), name, entry("submitters", first)),
        ),
      ),
    ),
  ),
  managed_policy_arns: variable(
    "map(string)",
    {},
    "ARNs of managed policies to attach, in any mode. The keys are names of your choice and part of the attachments' addresses. Left out: none beside those of the mode.",
    noneOf(arnProblems("managed_policy_arns", patterns.POLICY_ARN, ARN_EXAMPLES.policy)),
  ),
  max_attached_policies: variable(
    "number",
    DEFAULT_ATTACHED,
    `How many managed policies the account lets a role have, 1–${String(MOST_ATTACHED)}. Raise it after raising the IAM quota. Left out: ${String(DEFAULT_ATTACHED)}.`,
    check(wholeNumber("max_attached_policies", 1, MOST_ATTACHED)),
  ),
  partition: nullable(
    "string",
    "AWS partition: aws, aws-cn, aws-us-gov. Left out: the provider's, by a data source.",
    checkGiven("partition", like("partition", patterns.PARTITION, errors.partitionMalformed)),
  ),
  account_id: nullable(
    "string",
    "Account of the role, 12 digits. Left out: the provider's, by a data source. Give it, and `partition`, where the module has `depends_on`: Terraform then still shows the policies in the plan.",
    checkGiven("account_id", like("account_id", patterns.ACCOUNT_ID, errors.accountId)),
  ),
  region: nullable(
    "string",
    "Region of the provider, for secrets given by name, for `elemental_inference`, and for checks of keys and endpoints. Left out: the provider's, by a data source where it is needed.",
    checkGiven("region", like("region", patterns.REGION, errors.regionMalformed)),
  ),
};
