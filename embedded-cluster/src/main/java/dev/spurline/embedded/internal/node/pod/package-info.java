// SPDX-License-Identifier: Apache-2.0
/** Pods: their containers in order, their status, grace period and volumes. */
@NullMarked
package dev.spurline.embedded.internal.node.pod;

import org.jspecify.annotations.NullMarked;
