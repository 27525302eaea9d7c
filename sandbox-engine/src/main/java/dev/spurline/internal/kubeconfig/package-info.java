// SPDX-License-Identifier: Apache-2.0
/**
 * Reads kubeconfigs as kubectl does, and turns a context into what a client needs: the server, what proves that it is the
 * server, the way there, and credentials that renew themselves. Asks the cluster nothing.
 */
@NullMarked
package dev.spurline.internal.kubeconfig;

import org.jspecify.annotations.NullMarked;
