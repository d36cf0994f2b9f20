/** Who and what the tests of the review are about. */
import type { RoleCaller } from "../../lib/access/principals";

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";
export const SERVICE = "mediaconvert.amazonaws.com";
export const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${KEY_ID}`;

export const CALLER: RoleCaller = {
  roleArn: `arn:aws:iam::${ACCOUNT}:role/media`,
  roleName: "media",
  accountId: ACCOUNT,
  partition: "aws",
};
