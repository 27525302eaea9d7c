// SPDX-License-Identifier: Apache-2.0
/** Makes tables and charts of results, and puts them into pages. */
@NullMarked
package dev.spurline.benchmarks.page;

import org.jspecify.annotations.NullMarked;
