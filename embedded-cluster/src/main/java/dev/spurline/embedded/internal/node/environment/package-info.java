// SPDX-License-Identifier: Apache-2.0
/** The environment of a container: variables, downward API, expansion of references. */
@NullMarked
package dev.spurline.embedded.internal.node.environment;

import org.jspecify.annotations.NullMarked;
