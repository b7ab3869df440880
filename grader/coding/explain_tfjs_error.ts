const explanations: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [
    /gradient function not found for (\w+)/,
    ([, op]) =>
      `TensorFlow.js has no gradient for \`${op}\` here. Write the expression with other operations: this says nothing about your idea.`,
  ],
  [
    /Cannot find a connection between any variable and the result of the loss/,
    () =>
      "The loss does not depend on the variables: some value on the way was computed outside of the function that is differentiated, " +
      "or was read as plain numbers (`dataSync`, `arraySync`).",
  ],
  [
    /Cannot compute gradient of y=f\(x\) with respect to x/,
    () =>
      "The result does not depend on the input that it is differentiated by: some value on the way was computed outside of the " +
      "function, or was read as plain numbers.",
  ],
  [
    /Kernel '(\w+)' not registered for backend/,
    ([, kernel]) => `The backend has no \`${kernel}\`. Write the expression with other operations.`,
  ],
  [
    /Tensor is disposed/,
    () => "A tensor was used after it had been disposed of, for example outside of the `tf.tidy` that made it.",
  ],
  [
    /(dataSync|arraySync|shape|square|mean|sum)( is not a function|'\))/,
    () => "What the function returns, or works on, is not a tensor.",
  ],
  [/is not iterable/, () => "An array was expected, from the function or in it; a tensor becomes one by `arraySync`."],
  [/Cannot return a Promise inside of tidy/, () => "`tf.tidy` takes synchronous functions only."],
  [/The f passed in variableGrads\(f\) must return a scalar/, () => "A loss is one number: a tensor of shape `[]`."],
  [/tf is not defined/, () => 'The module begins with `import * as tf from "@tensorflow/tfjs"`.'],
];

/** What an error message of TensorFlow.js means for whoever wrote the code; `undefined` when it speaks for itself. */
export function explainTfjsError(message: string): string | undefined {
  for (const [pattern, explain] of explanations) {
    const match = pattern.exec(message);
    if (match) return explain(match);
  }
  return undefined;
}
