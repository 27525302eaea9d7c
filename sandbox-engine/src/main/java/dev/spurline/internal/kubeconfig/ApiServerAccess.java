// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.util.Optional;

/**
 * What a client needs to reach a cluster.
 *
 * @param server the server
 * @param trust proves that it is the server
 * @param proxy the way there; empty if it is dialled directly
 * @param credentials what is shown to it
 * @param impersonation as whom requests are made
 * @param namespace the namespace of the context, if it has one
 * @param place where all this is written, for messages, such as {@code context [staging] in kubeconfig [/home/me/.kube/config]}
 */
public record ApiServerAccess(
        ServerAddress server,
        ServerTrust trust,
        Optional<ProxyAddress> proxy,
        Credentials credentials,
        UserImpersonation impersonation,
        Optional<String> namespace,
        String place) {}
