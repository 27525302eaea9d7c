// SPDX-License-Identifier: Apache-2.0
/** Which clusters somebody can start, by name. What is asked of them, and why, is decided elsewhere. */
@NullMarked
package dev.spurline.internal.provider;

import org.jspecify.annotations.NullMarked;
