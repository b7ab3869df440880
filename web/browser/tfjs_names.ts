/**
 * What TensorFlow.js offers, as far as the questions need it: names to complete, not all there are.
 *
 * @module
 */
const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

/** Names by what stands before the dot. */
export const tfjsNames: Readonly<Record<string, readonly string[]>> = {
  "tf": words(`
    abs acos acosh add addN all any argMax argMin asin asinh atan atan2 atanh avgPool batchNorm batchNorm2d
    batchNorm4d broadcastTo buffer cast ceil clipByValue clone complex concat conv1d conv2d conv2dTranspose cos
    cosh cumprod cumsum customGrad depthToSpace depthwiseConv2d diag dispose disposeVariables div divNoNan dot
    dropout einsum elu equal erf euclideanNorm exp expandDims expm1 eye fill floor floorDiv gather gatherND grad
    grads greater greaterEqual image initializers input isFinite isInf isNaN keep layers leakyRelu less lessEqual linalg
    linspace log log1p logSigmoid logSoftmax logSumExp logicalAnd logicalNot logicalOr losses matMul max maxPool
    maximum mean memory meshgrid min minimum mirrorPad mod model moments movingAverage mul multinomial neg norm
    notEqual oneHot ones onesLike outerProduct pad pow prelu prod randomGamma randomNormal randomStandardNormal
    randomUniform randomUniformInt range reciprocal relu relu6 reshape reverse round rsqrt scalar selu
    separableConv2d sequential sigmoid sign sin sinh slice softmax softplus spaceToBatchND split sqrt square
    squaredDifference squeeze stack step stridedSlice sub sum tan tanh tensor tensor1d tensor2d tensor3d
    tensor4d tidy tile topk train transpose truncatedNormal unstack valueAndGrad valueAndGrads variable
    variableGrads where zeros zerosLike
  `),
  "tf.layers": words(`
    activation add averagePooling2d batchNormalization concatenate conv1d conv2d conv2dTranspose dense dot
    dropout elu embedding flatten gaussianNoise globalAveragePooling2d globalMaxPooling2d gru input inputLayer
    layerNormalization leakyReLU lstm maxPooling2d multiply prelu reLU repeatVector reshape separableConv2d
    softmax upSampling2d zeroPadding2d
  `),
  "tf.train": words("adadelta adagrad adam adamax momentum rmsprop sgd"),
  "tf.losses": words(`
    absoluteDifference computeWeightedLoss cosineDistance hingeLoss huberLoss logLoss meanSquaredError
    sigmoidCrossEntropy softmaxCrossEntropy
  `),
  "tf.initializers": words(`
    constant glorotNormal glorotUniform heNormal heUniform identity leCunNormal ones orthogonal randomNormal
    randomUniform truncatedNormal varianceScaling zeros
  `),
  "tf.image": words(`
    cropAndResize flipLeftRight grayscaleToRGB resizeBilinear resizeNearestNeighbor rgbToGrayscale
  `),
  "tf.linalg": words("bandPart gramSchmidt qr"),
};

/** Methods of a tensor. */
export const tensorMethods: readonly string[] = words(`
  abs add all any argMax argMin array arraySync as1D as2D as3D as4D asScalar atan2 batchNorm broadcastTo cast
  ceil clipByValue clone concat conv2d cos cumsum data dataSync dispose div dot elu equal exp expandDims expm1
  flatten floor gather greater greaterEqual isNaN leakyRelu less lessEqual log log1p logSigmoid logSoftmax
  logSumExp logicalAnd logicalNot logicalOr matMul max maximum mean min minimum mod mul neg norm notEqual
  onesLike pad pow prod reciprocal relu reshape reverse round rsqrt selu sigmoid sign sin slice softmax softplus
  split sqrt square squaredDifference squeeze stack step sub sum tanh tile topk transpose unstack variable where
  zerosLike
`);
