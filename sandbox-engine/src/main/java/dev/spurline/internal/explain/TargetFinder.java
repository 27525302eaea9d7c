// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation.Destination;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds what is behind the Services that rules name. */
final class TargetFinder {

    private final Survey survey;
    private final WorkloadsBehind pods;
    private final SubsetLabels subsets;

    TargetFinder(Survey survey, RuleCaller caller) {
        this.survey = survey;
        this.pods = new WorkloadsBehind(survey);
        this.subsets = new SubsetLabels(survey, caller);
    }

    /**
     * What a proxy answers where it has nobody to send a request to.
     *
     * @param missing if there is no such Service, port or subset
     * @param empty if no pod behind it is ready
     */
    record Failures(int missing, int empty) {

        /** A rule of Istio's own. */
        static final Failures ISTIO = new Failures(503, 503);

        /** A rule of the Gateway API with Istio (ClusterNotFoundResponseCode in route.go). */
        static final Failures GATEWAY_API = new Failures(500, 503);

        /** Linkerd, measured: fail-fast after three seconds where nobody is ready. */
        static final Failures LINKERD = new Failures(500, 504);
    }

    /**
     * A share of the requests.
     *
     * @param destination who gets it
     * @param status what the proxy answers instead; empty if it is sent on
     * @param unknown what could not be told
     */
    record Target(Destination destination, OptionalInt status, List<String> unknown) {}

    /** A Service as a rule names it: {@code namespace/name}, with port, subset and weight. */
    record Named(String service, int port, String subset, int weight) {}

    /** Returns a Service of the survey. */
    Optional<Service> service(String name) {
        return survey.services().stream()
                .filter(service -> name.equals(service.getMetadata().getNamespace() + "/"
                        + service.getMetadata().getName()))
                .findFirst();
    }

    /** Returns what is behind a Service. */
    Target find(Named named, Failures failures) {
        Optional<Service> service = service(named.service());
        String namespace = namespace(named.service());
        if (service.isEmpty()) {
            return survey.read().contains(namespace)
                    ? broken(named, failures.missing(), "there is no Service [%s]".formatted(named.service()))
                    : unknown(named, "Services and pods of namespace [%s] were not read".formatted(namespace));
        }
        if (service.get().getSpec().getPorts().stream().noneMatch(port -> port.getPort() == named.port())) {
            return broken(
                    named,
                    failures.missing(),
                    "Service [%s] has no port [%d]".formatted(named.service(), named.port()));
        }
        return ofSubset(named, service.get(), failures);
    }

    private Target ofSubset(Named named, Service service, Failures failures) {
        Optional<Map<String, String>> labels = named.subset().isEmpty()
                ? Optional.of(Map.of())
                : subsets.of(
                        IstioServiceHost.of(
                                service.getMetadata().getNamespace(),
                                service.getMetadata().getName(),
                                survey),
                        service.getMetadata().getNamespace(),
                        named.subset());
        if (labels.isEmpty()) {
            return broken(
                    named,
                    failures.missing(),
                    "no DestinationRule for this caller has subset [%s] of Service [%s]"
                            .formatted(named.subset(), named.service()));
        }
        if (!WorkloadsBehind.areKnown(service)) {
            return unknown(
                    named, "Service [%s] selects no pods: its endpoints are not read".formatted(named.service()));
        }
        List<String> workloads = pods.workloads(service, labels.get());
        return workloads.isEmpty()
                ? broken(named, failures.empty(), "no pod of %s is ready".formatted(destination(named, List.of(), "")))
                : new Target(destination(named, workloads, ""), OptionalInt.empty(), List.of());
    }

    private static String namespace(String service) {
        return service.substring(0, Math.max(0, service.indexOf('/')));
    }

    /** Returns a share that nobody gets. */
    static Target broken(Named named, int status, String problem) {
        return new Target(destination(named, List.of(), problem), OptionalInt.of(status), List.of());
    }

    /** Returns a share of which it is not known who gets it. */
    static Target unknown(Named named, String sentence) {
        return new Target(destination(named, List.of(), ""), OptionalInt.empty(), List.of(sentence));
    }

    private static Destination destination(Named named, List<String> workloads, String problem) {
        return new Destination(named.service(), named.port(), named.subset(), named.weight(), workloads, problem);
    }

    /** Joins the shares of a rule: the proxy answers itself only if it does for each. */
    static RouteAction action(List<Target> targets) {
        boolean all = targets.stream().allMatch(target -> target.status().isPresent());
        return new RouteAction(
                all ? targets.get(0).status() : OptionalInt.empty(),
                targets.stream().map(Target::destination).toList(),
                targets.stream().flatMap(target -> target.unknown().stream()).toList());
    }
}
