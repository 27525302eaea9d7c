// SPDX-License-Identifier: Apache-2.0
/** Other JVMs that do what they are told, and may be ended at any time. */
@NullMarked
package dev.spurline.reliability.jvm;

import org.jspecify.annotations.NullMarked;
