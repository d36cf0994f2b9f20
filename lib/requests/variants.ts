import type { JobRequest, RequestValue } from "./request";
import { UNKNOWN_ACCOUNT, UNKNOWN_REGION } from "./site";

/** What is not known of the place, and what says it. */
type Words = { readonly [word: string]: string };

const BY_FLAG: Words = {
  [UNKNOWN_ACCOUNT]: "the account, which --account says",
  [UNKNOWN_REGION]: "the Region, which --region says",
};

export const BY_SETTING: Words = {
  [UNKNOWN_ACCOUNT]: 'the account, which "accountId" says',
  [UNKNOWN_REGION]: 'the Region, which "region" says',
};

/** The request once for each value that its open condition key can have, with what is not known of the place opened. */
export const variantsOf = (request: JobRequest, words = BY_FLAG): readonly JobRequest[] => {
  const { either } = request;
  const variants =
    either === undefined
      ? [request]
      : either.values.map((value) => ({ ...request, context: { ...request.context, [either.key]: value } }));
  return variants.map((variant) => withHoles(variant, words));
};

/** Where the account or Region is not known, the request is one of many, and this is what is not known of it. */
const withHoles = (request: JobRequest, words: Words): JobRequest => {
  const bounds = [UNKNOWN_ACCOUNT, UNKNOWN_REGION].filter((word) => mentions(request, word));
  if (bounds.length === 0) return request;
  const opened = (text: string): string => bounds.reduce((rest, word) => rest.replaceAll(word, "*"), text);
  const context = Object.entries(request.context).map(([key, value]): [string, RequestValue] => {
    const text = "value" in value ? value.value : value.glob;
    return opened(text) === text ? [key, value] : [key, { glob: opened(text) }];
  });
  return {
    ...request,
    resource: opened(request.resource),
    context: Object.fromEntries(context),
    bounds: bounds.map((word) => words[word]).join(", "),
  };
};

const mentions = ({ resource, context }: JobRequest, word: string): boolean =>
  [resource, ...Object.values(context).map((value) => ("value" in value ? value.value : value.glob))].some((text) =>
    text.split(/[:.]/).includes(word),
  );
