// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation.Destination;
import java.util.List;
import java.util.OptionalInt;

/**
 * What becomes of a request.
 *
 * @param status what the proxy answers itself; empty if the request is sent on
 * @param destinations where it may be sent
 * @param unknown what could not be told, a sentence each
 */
record RouteAction(OptionalInt status, List<Destination> destinations, List<String> unknown) {

    RouteAction {
        destinations = List.copyOf(destinations);
        unknown = List.copyOf(unknown);
    }

    static RouteAction answer(int status) {
        return new RouteAction(OptionalInt.of(status), List.of(), List.of());
    }
}
