// SPDX-License-Identifier: Apache-2.0
/** What one sandbox more costs beside many that live. */
@NullMarked
package dev.spurline.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
