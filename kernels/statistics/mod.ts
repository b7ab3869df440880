/**
 * How far two sets of samples lie apart, in float64 and without tfjs: what judges outside of a training loop need.
 *
 * @module
 */
export { energyDistance } from "./energy_distance.ts";
export { frechetDistance } from "./frechet_distance.ts";
export { kernelDistance } from "./kernel_distance.ts";
export { maximumMeanDiscrepancy } from "./maximum_mean_discrepancy.ts";
export { type ModeCoverage, modeCoverage } from "./mode_coverage.ts";
export { type PrecisionRecall, precisionRecall } from "./precision_recall.ts";
export { type Samples, toSamples } from "./samples.ts";
export { type Eigen, symmetricEigen } from "./symmetric_eigen.ts";
export { slicedWasserstein, wasserstein1d } from "./wasserstein.ts";
