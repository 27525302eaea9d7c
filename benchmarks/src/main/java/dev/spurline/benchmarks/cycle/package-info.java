// SPDX-License-Identifier: Apache-2.0
/** Whole cycles from the start of a test class to its first response, beside what people do without Spurline. */
@NullMarked
package dev.spurline.benchmarks.cycle;

import org.jspecify.annotations.NullMarked;
