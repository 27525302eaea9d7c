// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/**
 * Who sends a request, as the proxy of the called pod sees it.
 *
 * @param identity what its certificate says, empty if it has none
 * @param address its address
 */
public record InboundClient(String identity, String address) {

    /** Returns the client that a pod with a proxy is. */
    public static InboundClient of(MeshPeer peer, String address) {
        return new InboundClient(identity(peer.namespace(), peer.serviceAccount()), address);
    }

    private static String identity(String namespace, String account) {
        return account + "." + namespace + ".serviceaccount.identity.linkerd.cluster.local";
    }

    boolean isServiceAccount(String namespace, String account) {
        return identity.equals(identity(namespace, account));
    }

    boolean isOf(String namespace) {
        return identity.endsWith("." + namespace + ".serviceaccount.identity.linkerd.cluster.local");
    }

    /** Source: IdentityMatch in {@code policy-controller/core/src/identity_match.rs} of linkerd2. */
    boolean isIdentity(String pattern) {
        if (identity.isEmpty()) {
            return false;
        }
        return pattern.equals("*")
                || (pattern.startsWith("*.") ? identity.endsWith(pattern.substring(1)) : identity.equals(pattern));
    }

    /** Says whether the address is in one of some networks; in any if none is named. */
    boolean isIn(JsonNode networks) {
        return networks.isEmpty()
                || StreamSupport.stream(networks.spliterator(), false)
                        .anyMatch(network -> isIn(network.path("cidr").asText())
                                && StreamSupport.stream(network.path("except").spliterator(), false)
                                        .noneMatch(except -> isIn(except.asText())));
    }

    private boolean isIn(String network) {
        String[] parts = network.split("/", 2);
        if (parts[0].contains(":") || !address.matches("[0-9.]+")) {
            return network.equals("0.0.0.0/0");
        }
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : 32;
        long mask = bits == 0 ? 0 : -1L << (32 - bits);
        return (number(parts[0]) & mask) == (number(address) & mask);
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("[.]", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number & 0xFFFFFFFFL;
    }
}
