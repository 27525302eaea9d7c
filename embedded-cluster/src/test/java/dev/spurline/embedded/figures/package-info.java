// SPDX-License-Identifier: Apache-2.0
/** Measures what the embedded cluster can carry: none of it is an ordinary test, docs/benchmarks.md has the commands. */
@NullMarked
package dev.spurline.embedded.figures;

import org.jspecify.annotations.NullMarked;
