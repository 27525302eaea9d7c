// SPDX-License-Identifier: Apache-2.0
/** Reads what users tell Istio, for the engine and for the embedded mesh. No public API. */
@NullMarked
package dev.spurline.cluster.internal.istio;

import org.jspecify.annotations.NullMarked;
