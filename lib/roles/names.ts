import { HOLE, hasHole } from "./holes";
import { mayBe } from "./link";

/** Whether a name or an ARN that a source files something under is the one that is asked for. */

/** A reference to a resource that Terraform makes; its name and ARN do not exist yet. */
const MADE = /(?:^|[^\w.-]|module\.[\w-]+(?:\[[^\]]*\])?\.)aws_\w+\.[\w-]/;

/** An argument by which a resource names a key that may be another's. */
const NAMES_A_KEY = /(?:aws_kms_grant\..*\.key_id|\.kms_master_key_id)$/;

const isMade = (expression: string): boolean => MADE.test(expression) && !NAMES_A_KEY.test(expression);

/**
 * Whether a filed name or ARN, with or without holes, may be the given one.
 *
 * A hole may stand for anything that exists; not so one for a resource that the source makes.
 */
export const mayBeName = (filed: string, name: string): boolean => {
  if (filed === name) return true;
  if (!hasHole(filed)) return false;
  const holes = [...filed.matchAll(HOLE)].map(([whole]) => whole.slice(2, -1));
  return !holes.some(isMade) && mayBe(filed, name);
};

/** Whether two fields of an ARN are the same, as far as both are known. */
const fits = (field: string, other: string | undefined): boolean =>
  field === other || hasHole(field) || other === undefined || hasHole(other);

/** Whether a key's ARN, which may have holes for partition, Region and account, is that of the given key. */
export const isSameKey = (filed: string, arn: string): boolean => {
  if (filed === arn) return true;
  const fields = filed.split(":");
  const others = arn.split(":");
  if (!hasHole(filed) || fields.length !== 6 || others.length !== 6) return false;
  const id = fields[5] ?? "";
  return /^key\/[^$]+$/.test(id) && id === others[5] && fields.every((field, at) => fits(field, others[at]));
};
