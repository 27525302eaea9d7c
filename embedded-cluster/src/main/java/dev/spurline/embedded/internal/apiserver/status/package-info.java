// SPDX-License-Identifier: Apache-2.0
/** Failures as the Status objects that the Kubernetes API answers with. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.status;

import org.jspecify.annotations.NullMarked;
