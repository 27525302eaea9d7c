// SPDX-License-Identifier: Apache-2.0
/** An embedded Kubernetes cluster with a service mesh; start at EmbeddedCluster. */
@NullMarked
package dev.spurline.embedded;

import org.jspecify.annotations.NullMarked;
