// SPDX-License-Identifier: Apache-2.0
/** Routing cases: what a mesh does with a request, written as YAML and asked of the embedded mesh or of a real one. */
@NullMarked
package dev.spurline.embedded.routing;

import org.jspecify.annotations.NullMarked;
