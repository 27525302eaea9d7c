// SPDX-License-Identifier: Apache-2.0
/** What is there, kept current by watches. */
@NullMarked
package dev.spurline.internal.watch;

import org.jspecify.annotations.NullMarked;
