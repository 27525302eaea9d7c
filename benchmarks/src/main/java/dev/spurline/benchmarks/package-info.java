// SPDX-License-Identifier: Apache-2.0
/** The program that measures what sandboxes cost, and what it can measure: one {@link dev.spurline.benchmarks.Experiment} each. */
@NullMarked
package dev.spurline.benchmarks;

import org.jspecify.annotations.NullMarked;
