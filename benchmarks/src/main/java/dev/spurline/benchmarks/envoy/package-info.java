// SPDX-License-Identifier: Apache-2.0
/** What the routes of many sandboxes cost a real Envoy. */
@NullMarked
package dev.spurline.benchmarks.envoy;

import org.jspecify.annotations.NullMarked;
