// SPDX-License-Identifier: Apache-2.0
/** Deployments, ReplicaSets, StatefulSets and DaemonSets: from a template to its pods. */
@NullMarked
package dev.spurline.embedded.internal.controllers.workload;

import org.jspecify.annotations.NullMarked;
