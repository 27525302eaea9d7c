// SPDX-License-Identifier: Apache-2.0
/** Test classes with sandboxes, and the JVMs that run them and say how long each took. */
@NullMarked
package dev.spurline.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
