// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Two namespaces of a cluster for one run at a time, each with its own {@code front} and {@code back}: what is left in them
 * is that run's.
 *
 * @param number which
 * @param routes which routes others have put on the Services
 */
public record TestLane(int number, LaneRoutes routes) {

    private static final int FIRST_PORT = 9000;

    /** Returns lanes with numbers from 0; tells by the number which routes they have. */
    public static List<TestLane> count(int count, IntFunction<LaneRoutes> routes) {
        return IntStream.range(0, count)
                .mapToObj(number -> new TestLane(number, routes.apply(number)))
                .toList();
    }

    /** Returns where sandboxes are at home. */
    public String home() {
        return "lane-%d-a".formatted(number);
    }

    /** Returns where forks may be that name another namespace. */
    public String other() {
        return "lane-%d-b".formatted(number);
    }

    /** Returns both namespaces. */
    public List<String> namespaces() {
        return List.of(home(), other());
    }

    /** Returns the manifests of others in one of them. */
    List<String> manifests(String namespace) {
        return routes.manifests(namespace, gatewayPort(namespace));
    }

    /** Returns the port of the gateway of one of them: each has another, as some gateways run in the same pods. */
    int gatewayPort(String namespace) {
        return FIRST_PORT + 2 * number + namespaces().indexOf(namespace);
    }

    @Override
    public String toString() {
        return "lane " + number;
    }
}
