// SPDX-License-Identifier: Apache-2.0
/**
 * What every client of the API server in this cluster needs, whether it is a controller, the node or the mesh: what is
 * served, watching it, Events, times, selectors, back-off. It decides nothing, and it knows no part of the cluster.
 */
@NullMarked
package dev.spurline.embedded.internal.client;

import org.jspecify.annotations.NullMarked;
