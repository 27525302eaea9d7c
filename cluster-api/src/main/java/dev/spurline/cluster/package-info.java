// SPDX-License-Identifier: Apache-2.0
/**
 * How a cluster for tests is described ({@link dev.spurline.cluster.Blueprint}) and provided
 * ({@link dev.spurline.cluster.ClusterProvider}). Values and interfaces only: the embedded cluster implements them, the
 * engine asks for them, and neither knows the other.
 */
@NullMarked
package dev.spurline.cluster;

import org.jspecify.annotations.NullMarked;
