// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds loopback ports for processes, which have to be told theirs before they bind it. They are taken from below the
 * range from which Linux and macOS pick ports for outgoing connections and for binds to port 0, so that nobody else
 * gets one between the choice and the bind.
 */
final class LocalPorts {

    private static final int LOWEST = 20_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private LocalPorts() {}

    static int take() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (TAKEN.add(port)) {
                if (isFree(port)) {
                    return port;
                }
                TAKEN.remove(port);
            }
        }
        throw new IllegalStateException(
                "No free loopback port between %d and %d after %d attempts".formatted(LOWEST, BEYOND, ATTEMPTS));
    }

    static void giveBack(int port) {
        TAKEN.remove(port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
