// SPDX-License-Identifier: Apache-2.0
/** The way of the cluster's own parts to its API server: a Kubernetes client whose requests are calls within the process. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.inprocess;

import org.jspecify.annotations.NullMarked;
