import { DefaultTokenResolver, Fn, StringConcat, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { type Placeholders, WRITTEN_OUT } from "../placeholders";

/** A token as CDKTF writes it into a string. */
const TOKEN = /\$\{TfToken\[[\w.:-]+\]\}/g;

/** A text in pieces: what is written out, and tokens. */
export const pieces = (text: string): readonly { readonly written: boolean; readonly text: string }[] => {
  const found: { written: boolean; text: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) found.push({ written: true, text: text.slice(end, match.index) });
    found.push({ written: false, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ written: true, text: text.slice(end) });
  return found;
};

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
    arnField: (arn, index) =>
      isKnown(arn) ? WRITTEN_OUT.arnField(arn, index) : Token.asString(Fn.element(Fn.split(":", arn), index)),
    bucketName: (nameOrArn, partition) =>
      isKnown(nameOrArn)
        ? WRITTEN_OUT.bucketName(nameOrArn, partition)
        : Token.asString(Fn.trimprefix(nameOrArn, `arn:${partition}:s3:::`)),
    digest: (parts) =>
      parts.every(isKnown)
        ? WRITTEN_OUT.digest(parts)
        : Token.asString(Fn.substr(Fn.sha256(Fn.join("\n", [...parts])), 0, 16)),
    leading: (text) => {
      const [first] = pieces(text);
      return first === undefined || first.written ? 0 : first.text.length;
    },
  };
};
