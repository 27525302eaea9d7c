// SPDX-License-Identifier: Apache-2.0
/** The embedded Kubernetes API server: what starts it and holds it together. */
@NullMarked
package dev.spurline.embedded.internal.apiserver;

import org.jspecify.annotations.NullMarked;
