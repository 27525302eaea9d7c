// SPDX-License-Identifier: Apache-2.0
/** Ends JVMs at each of their writes in turn, and looks at what is left. */
@NullMarked
package dev.spurline.reliability.kill;

import org.jspecify.annotations.NullMarked;
