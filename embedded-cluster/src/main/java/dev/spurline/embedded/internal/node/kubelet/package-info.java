// SPDX-License-Identifier: Apache-2.0
/** What a kubelet serves: logs and port-forward. */
@NullMarked
package dev.spurline.embedded.internal.node.kubelet;

import org.jspecify.annotations.NullMarked;
