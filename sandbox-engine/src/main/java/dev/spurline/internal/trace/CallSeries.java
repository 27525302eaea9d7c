// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

/**
 * A counter of a caller's proxy.
 *
 * @param id tells it from others of the same page
 * @param service the Service that was called, as {@code namespace/name}; that of the baseline, whoever served
 * @param keyed whether it counts requests with the key, and no others
 * @param requests what it has counted
 */
record CallSeries(String id, String service, boolean keyed, long requests) {}
