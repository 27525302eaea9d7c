// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the mesh sends a request, by which rule, and why by no other: read from the cluster's objects, without a request.
 * {@link #toString()} is meant for a terminal.
 *
 * @param request the request that was asked about
 * @param winner the rule that decides; empty if none does: the Service itself is asked then, or nobody
 * @param reason why the winner decides, or why there is none
 * @param passed what does not decide, in the order in which the mesh looks at it: objects as a whole and single rules. Rules
 *     behind the winner are not named
 * @param status what the proxy answers itself, such as 404 or a redirect; empty if the request is sent on
 * @param destinations where it may be sent on; several share the requests by their weights
 * @param unknown what could not be told, a sentence each: with it the explanation might be another
 * @since 0.1
 */
public record Explanation(
        MeshRequest request,
        Optional<Rule> winner,
        String reason,
        List<PassedRule> passed,
        OptionalInt status,
        List<Destination> destinations,
        List<String> unknown) {

    /** Copies the lists. */
    public Explanation {
        passed = List.copyOf(passed);
        destinations = List.copyOf(destinations);
        unknown = List.copyOf(unknown);
    }

    /**
     * A rule of a route.
     *
     * @param object the object, such as {@code VirtualService [shop/pricing]}
     * @param place where the rule stands in it, such as {@code spec.http[0].match[1]}; empty for the object as a whole
     * @param name how Istio's proxies show it; empty if it has no name there
     */
    public record Rule(String object, String place, String name) {

        /** Returns object and place. */
        @Override
        public String toString() {
            return place.isEmpty() ? object : object + ", " + place;
        }
    }

    /**
     * A rule, or an object as a whole, that does not decide.
     *
     * @param rule which one
     * @param reason why
     */
    public record PassedRule(Rule rule, String reason) {}

    /**
     * A Service that gets the request, or its share of such requests.
     *
     * @param service the Service as {@code namespace/name}, or a host that is none
     * @param port its port
     * @param subset a subset of Istio's; empty: all of its pods
     * @param weight its share of the sum of all weights
     * @param workloads whose ready pods are behind it, as {@code namespace/workload}, as far as they were read
     * @param problem what keeps it from answering; empty if nothing is known to
     */
    public record Destination(
            String service, int port, String subset, int weight, List<String> workloads, String problem) {

        /** Copies the list. */
        public Destination {
            workloads = List.copyOf(workloads);
        }

        /** Returns Service, port and subset. */
        @Override
        public String toString() {
            return "Service [%s:%d]%s"
                    .formatted(service, port, subset.isEmpty() ? "" : " subset [%s]".formatted(subset));
        }
    }

    /** Returns the winner, what was passed over and what is not known, in at most 25 lines. */
    @Override
    public String toString() {
        return new ExplanationText(this).lines();
    }
}
