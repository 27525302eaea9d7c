// SPDX-License-Identifier: Apache-2.0
/** A sandbox in each routing case. */
@NullMarked
package dev.spurline.reliability.routing;

import org.jspecify.annotations.NullMarked;
