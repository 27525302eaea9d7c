// SPDX-License-Identifier: Apache-2.0
/** Replays what a real Kubernetes 1.36 has answered against the embedded cluster, and compares. */
@NullMarked
package dev.spurline.embedded.truth;

import org.jspecify.annotations.NullMarked;
