// SPDX-License-Identifier: Apache-2.0
/** What Istio's webhook refuses. Pure functions of objects; who asks them is decided elsewhere. */
@NullMarked
package dev.spurline.embedded.internal.mesh.validation;

import org.jspecify.annotations.NullMarked;
