// SPDX-License-Identifier: Apache-2.0
/** Counts the requests that forks have served. */
@NullMarked
package dev.spurline.internal.evidence;

import org.jspecify.annotations.NullMarked;
