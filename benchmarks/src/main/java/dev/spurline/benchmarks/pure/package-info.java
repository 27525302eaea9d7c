// SPDX-License-Identifier: Apache-2.0
/** What the engine computes without a cluster, measured by JMH. */
@NullMarked
package dev.spurline.benchmarks.pure;

import org.jspecify.annotations.NullMarked;
