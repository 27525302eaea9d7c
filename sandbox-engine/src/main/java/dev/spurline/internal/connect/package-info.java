// SPDX-License-Identifier: Apache-2.0
/** Chooses the cluster, reaches it and says so. What is done there afterwards is no business of this package. */
@NullMarked
package dev.spurline.internal.connect;

import org.jspecify.annotations.NullMarked;
