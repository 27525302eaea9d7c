// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What becomes of a request. */
public sealed interface RouteDecision {

    /** Returns the name of the route that decided, or the empty string. */
    String route();

    /**
     * The request goes to one of the backends, by weight.
     *
     * @param uri the path and query to ask for
     * @param authority the host to ask for, if it is another than the client's
     * @param request changes to the request's headers
     * @param response changes to the response's headers
     * @param timeout until the whole response is there
     * @param retry which failures are repeated
     */
    record Forward(
            String route,
            List<Backend> backends,
            String uri,
            Optional<String> authority,
            List<HeaderChange> request,
            List<HeaderChange> response,
            Optional<Duration> timeout,
            RouteRule.Retry retry)
            implements RouteDecision {

        /**
         * Picks a backend.
         *
         * @param dice any number, each as likely as any other
         * @return the backend
         */
        public Backend pick(int dice) {
            if (backends.size() == 1) {
                return backends.get(0);
            }
            int rest = Math.floorMod(
                    dice, backends.stream().mapToInt(Backend::weight).sum());
            int index = 0;
            while (rest >= backends.get(index).weight()) {
                rest -= backends.get(index++).weight();
            }
            return backends.get(index);
        }
    }

    /**
     * One of the backends of a route.
     *
     * @param service the Service, which may not exist; empty if the reference leads to nothing that could be one
     * @param weight its share, more than zero
     */
    record Backend(Optional<ServicePort> service, int weight, List<HeaderChange> request, List<HeaderChange> response) {

        static Backend of(ServicePort service) {
            return new Backend(Optional.of(service), 1, List.of(), List.of());
        }
    }

    /** The proxy itself answers with a redirect. */
    record Redirect(String route, int status, String location, List<HeaderChange> response) implements RouteDecision {}

    /** The proxy could not read what its control plane sent, and answers every request with an error. */
    record InvalidPolicy() implements RouteDecision {

        @Override
        public String route() {
            return "";
        }
    }

    /** The proxy itself answers. */
    record Answer(String route, int status) implements RouteDecision {}
}
