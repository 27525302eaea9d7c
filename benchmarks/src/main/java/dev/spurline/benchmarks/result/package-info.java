// SPDX-License-Identifier: Apache-2.0
/** What was measured, as values and as files. */
@NullMarked
package dev.spurline.benchmarks.result;

import org.jspecify.annotations.NullMarked;
