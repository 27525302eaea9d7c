// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.scale;

import java.util.List;

/**
 * What one sandbox more costs beside some that live. Times are in milliseconds, a value for each time it was done.
 *
 * @param live how many live
 * @param openings how long opening it takes
 * @param closings how long closing it takes
 * @param requests how many requests to the API server opening it takes
 * @param objects KiB of all objects as JSON that are there because of the living, for each of them
 * @param memory KiB of the engine's heap more than without sandboxes, for each of the living
 * @param processor processor time of the engine's JVM while nothing is opened or closed, in percent of one processor
 * @param untagged how long a request without a key takes
 * @param keyed how long a request with the key of the one more takes
 */
record ScaleSample(
        int live,
        List<Double> openings,
        List<Double> closings,
        List<Double> requests,
        double objects,
        double memory,
        double processor,
        List<Double> untagged,
        List<Double> keyed) {}
