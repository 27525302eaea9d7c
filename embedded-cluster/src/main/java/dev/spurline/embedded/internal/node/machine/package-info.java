// SPDX-License-Identifier: Apache-2.0
/** What all pods of the node share: directories, image catalogue, processes, network, events. */
@NullMarked
package dev.spurline.embedded.internal.node.machine;

import org.jspecify.annotations.NullMarked;
