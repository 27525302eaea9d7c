// SPDX-License-Identifier: Apache-2.0
/** Where requests of a test go in: a configured entry, the cluster's ingress, or a tunnel. */
@NullMarked
package dev.spurline.internal.entry;

import org.jspecify.annotations.NullMarked;
