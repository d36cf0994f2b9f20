import tseslint from "typescript-eslint";

/** The framework and what is bound to it. */
const FRAMEWORK = ["cdktf", "cdktf/**", "@cdktf/**", "cdktn", "cdktn/**", "@cdktn/**", "constructs"];

/** Layers from the innermost outwards: each may import those before it, and nothing behind it. */
const LAYERS = [
  "policy",
  "jobs",
  "access",
  "packing",
  "roles",
  "settings",
  "module",
  "requests",
  "review",
  "files",
  "constructs",
  "cli",
];

/** `import` of these is an error, with the reason. */
const forbid = (...groups) => ({
  "no-restricted-imports": "off",
  "@typescript-eslint/no-restricted-imports": ["error", { patterns: groups }],
});

const BARREL = {
  regex: "^@cdkt[fn]/provider-aws(/lib)?$",
  message: "import the resource's own module (@cdktf/provider-aws/lib/iam-role): the barrel is 9 times slower to load",
};
const NO_FRAMEWORK = { group: FRAMEWORK, message: "keep the framework in lib/constructs/" };
const NO_SYSTEM = {
  group: [
    "fs",
    "node:fs",
    "fs/**",
    "node:fs/**",
    "child_process",
    "node:child_process",
    "net",
    "node:net",
    "http",
    "node:http",
    "https",
    "node:https",
  ],
  message: "keep files in lib/files/, processes and the network in lib/cli/",
};

const outer = (layer) => {
  const later = LAYERS.slice(LAYERS.indexOf(layer) + 1);
  return {
    regex: `(^|/)(${later.join("|")})(/|$)`,
    message: `lib/${layer}/ knows nothing of ${later.map((name) => `lib/${name}/`).join(", ")}`,
  };
};

const PURE_ROOT = [
  "lib/adopt-errors.ts",
  "lib/document-errors.ts",
  "lib/errors.ts",
  "lib/file-errors.ts",
  "lib/hcl.ts",
  "lib/job-errors.ts",
  "lib/json-text.ts",
  "lib/limit-errors.ts",
  "lib/location-errors.ts",
  "lib/placeholders.ts",
  "lib/problem.ts",
  "lib/props.ts",
  "lib/refine-errors.ts",
  "lib/stack-props.ts",
];

export default tseslint.config(
  { ignores: ["dist/", "cdktf.out/", "node_modules/", "reports/", ".stryker-tmp/"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...forbid(BARREL),
      // Terse callbacks that call something for its effect read well enough.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Tests and tools pass promises to runners that wait for them.
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      // Constructs are made for their effect on the tree.
      "@typescript-eslint/no-extraneous-class": "off",
      // Both forms are used: `type` for records with computed keys, which an interface cannot express.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/consistent-indexed-object-style": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["lib/**/*.ts"],
    ignores: ["lib/cli/**"],
    rules: { "no-restricted-globals": ["error", "process", "console", "fetch"] },
  },
  {
    files: PURE_ROOT,
    rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, {
      regex: `(^|/)(${LAYERS.join("|")})(/|$)`,
      message: "the root files know no layer",
    }),
  },
  { files: ["lib/policy/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("policy")) },
  { files: ["lib/jobs/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("jobs")) },
  { files: ["lib/access/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("access")) },
  { files: ["lib/packing/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("packing")) },
  { files: ["lib/roles/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("roles")) },
  { files: ["lib/settings/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("settings")) },
  { files: ["lib/module/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("module")) },
  { files: ["lib/requests/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("requests")) },
  { files: ["lib/review/**"], rules: forbid(BARREL, NO_FRAMEWORK, NO_SYSTEM, outer("review")) },
  { files: ["lib/files/**"], rules: forbid(BARREL, NO_FRAMEWORK, outer("files")) },
  { files: ["lib/constructs/**"], rules: forbid(BARREL, NO_SYSTEM, outer("constructs")) },
  { files: ["__tests__/**"], rules: { "@typescript-eslint/no-unsafe-assignment": "off", "max-lines": "off" } },
);
