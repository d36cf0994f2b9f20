import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { type Placeholders, WRITTEN_OUT } from "../placeholders";
import { expression, pieces } from "./expression";

/** CDKTF's tokens as placeholders, for a construct: a token's identity is the Terraform expression it becomes there. */
export const tokensIn = (scope: Construct): Placeholders => {
  const isKnown = (value: unknown): boolean => !Token.isUnresolved(value);
  const identity = (text: string): string =>
    isKnown(text)
      ? text
      : String(
          Tokenization.resolve(text, {
            scope,
            resolver: new DefaultTokenResolver(new StringConcat()),
            preparing: false,
          }),
        );
  return {
    isKnown,
    identity,
    mapWritten: (text, change) =>
      isKnown(text)
        ? change(text)
        : pieces(text)
            .map((piece) => (piece.written ? change(piece.text) : piece.text))
            .join(""),
    arnField: (arn, index, separator) =>
      isKnown(arn)
        ? WRITTEN_OUT.arnField(arn, index, separator)
        : expression(({ argument }) => `\${element(split("${separator ?? ":"}", ${argument(arn)}), ${String(index)})}`),
    bucketName: (nameOrArn, partition) =>
      isKnown(nameOrArn)
        ? WRITTEN_OUT.bucketName(nameOrArn, partition)
        : expression(({ argument }) => `\${trimprefix(${argument(nameOrArn)}, ${argument(`arn:${partition}:s3:::`)})}`),
    digest: (parts) =>
      parts.every(isKnown)
        ? WRITTEN_OUT.digest(parts)
        : expression(({ hcl }) => `\${substr(sha256(join("\\n", ${hcl(parts)})), 0, 16)}`),
    fill: (text, by) =>
      pieces(text).reduce((before, piece) => before + (piece.written ? piece.text : by(before, piece.text)), ""),
    beginsUnknown: (text) => pieces(text)[0]?.written === false,
  };
};
