// SPDX-License-Identifier: Apache-2.0
/** Many engines at once on the same Services. */
@NullMarked
package dev.spurline.reliability.crowd;

import org.jspecify.annotations.NullMarked;
