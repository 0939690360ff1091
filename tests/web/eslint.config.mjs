// What a slip of the pen would be in the modules of the review page; types are tsc's affair.
export default [
  {
    files: ["**/*.js"],
    rules: {
      "no-implied-eval": "error",
      "no-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-fallthrough": "error",
      "no-self-compare": "error",
      "no-unused-expressions": "error",
      "no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write"].map((property) => ({ property, message: "text is set as text" }))],
    },
  },
];
