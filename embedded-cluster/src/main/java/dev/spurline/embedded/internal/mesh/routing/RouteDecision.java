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
     * @param policy what else the route says
     */
    record Forward(
            String route,
            List<Backend> backends,
            String uri,
            Optional<String> authority,
            List<HeaderChange> request,
            List<HeaderChange> response,
            Optional<Duration> timeout,
            RouteRule.Retry retry,
            RoutePolicy policy)
            implements RouteDecision {

        /** Returns the changes to the request's headers, in their order. */
        public List<List<HeaderChange>> requestChanges(Backend backend) {
            return inOrder(request, backend.request());
        }

        /** Returns the changes to the response's headers, in their order. */
        public List<List<HeaderChange>> responseChanges(Backend backend) {
            return inOrder(response, backend.response());
        }

        private List<List<HeaderChange>> inOrder(List<HeaderChange> ofRoute, List<HeaderChange> ofBackend) {
            return policy.backendHeadersFirst() ? List.of(ofBackend, ofRoute) : List.of(ofRoute, ofBackend);
        }

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
     * @param weight its share; more than zero if there are others
     * @param authority the host to ask for, if it is another than the client's and the route says none
     */
    record Backend(
            Destination destination,
            int weight,
            List<HeaderChange> request,
            List<HeaderChange> response,
            Optional<String> authority) {

        static Backend of(ServicePort service) {
            return of(Destination.of(service), 1, List.of(), List.of());
        }

        static Backend of(
                Destination destination, int weight, List<HeaderChange> request, List<HeaderChange> response) {
            return new Backend(destination, weight, request, response, Optional.empty());
        }

        Backend withoutChanges() {
            return new Backend(destination, weight, List.of(), List.of(), authority);
        }

        /** Returns the Service, which may not exist; empty if the reference leads to nothing that could be one. */
        public Optional<ServicePort> service() {
            return destination.service();
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

    /**
     * The proxy itself answers.
     *
     * @param direct whether a route says so; else there is none for the request, or none of its backends
     */
    record Answer(String route, int status, String body, List<HeaderChange> response, boolean direct)
            implements RouteDecision {

        /** Answers for want of a route or a backend. */
        public Answer(String route, int status) {
            this(route, status, "", List.of(), false);
        }
    }
}
