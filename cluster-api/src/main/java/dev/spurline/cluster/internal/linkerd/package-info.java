// SPDX-License-Identifier: Apache-2.0
/** Reads what users tell Linkerd, for the engine and for the embedded mesh. No public API. */
@NullMarked
package dev.spurline.cluster.internal.linkerd;

import org.jspecify.annotations.NullMarked;
