// SPDX-License-Identifier: Apache-2.0
/** Disturbs each request of a cycle in turn, and looks at how it ends. */
@NullMarked
package dev.spurline.reliability.fault;

import org.jspecify.annotations.NullMarked;
