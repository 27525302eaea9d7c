// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The forks of other sandboxes that requests of one reach, too: whose they are, and whether all of them can be reached at once. */
final class ForeignForks {

    private final String owner;
    private final Survey survey;
    private final RoutingChoice choice;
    private final List<ForeignSandbox> sandboxes;
    private final Map<String, String> workloads = new LinkedHashMap<>();
    private final Map<String, String> leading = new LinkedHashMap<>();
    private final Map<String, String> twins = new LinkedHashMap<>();
    private final List<Service> services = new ArrayList<>();

    private ForeignForks(String owner, Survey survey, RoutingChoice choice, List<ForeignSandbox> sandboxes) {
        this.owner = owner;
        this.survey = survey;
        this.choice = choice;
        this.sandboxes = sandboxes;
    }

    /**
     * Takes them.
     *
     * @param owner for whom the sandbox is that joins them
     * @param drafts its own forks, and the Services that lead to them
     * @throws PreflightException if two forks are of one workload, or one is not reached as requests of this sandbox are routed
     */
    static ForeignForks of(
            String owner,
            Survey survey,
            RoutingChoice choice,
            List<ForeignSandbox> sandboxes,
            Map<ForkDraft, List<Service>> drafts) {
        ForeignForks forks = new ForeignForks(owner, survey, choice, sandboxes);
        drafts.forEach((draft, selecting) -> {
            String mine = "[%s]".formatted(owner);
            forks.workloads.put(
                    draft.baseline().namespace() + "/" + draft.spec().workload(), mine);
            selecting.forEach(service -> forks.leading.put(name(service), mine));
        });
        sandboxes.forEach(forks::take);
        return forks;
    }

    private static String name(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    private void take(ForeignSandbox sandbox) {
        refuseOtherWay(sandbox);
        sandbox.forks().forEach(fork -> take(sandbox, fork));
    }

    /** What does not route by the same means has no way to the other's forks that this sandbox could see. */
    private void refuseOtherWay(ForeignSandbox sandbox) {
        if (choice == RoutingChoice.DIRECT) {
            throw new PreflightException(
                    "The forks of %s cannot be joined by [%s] with spurline.routing=direct, where no request but a test's own reaches a fork: choose another routing, or leave the join out"
                            .formatted(sandbox.title(), owner));
        }
        RoutingChoice theirs = sandbox.recorded().routing();
        if (theirs == RoutingChoice.DIRECT || theirs.writesRoutes() != choice.writesRoutes()) {
            throw new PreflightException(
                    "The forks of %s cannot be joined by [%s]: that sandbox was opened with spurline.routing=%s, and this one would be with [%s]. Open both with the same routing"
                            .formatted(sandbox.title(), owner, theirs.setting(), choice.setting()));
        }
    }

    private void take(ForeignSandbox sandbox, PlannedFork fork) {
        refuseFar(sandbox, fork);
        String theirs = workloads.putIfAbsent(fork.namespace() + "/" + fork.workload(), sandbox.title());
        if (theirs != null) {
            throw new PreflightException(
                    "Workload [%s] in namespace [%s] is forked by %s and by %s, and requests can reach only one of both: leave one out, or join by labels that only one of these sandboxes has"
                            .formatted(fork.workload(), fork.namespace(), theirs, sandbox.title()));
        }
        fork.services().forEach(service -> take(sandbox, fork, service));
    }

    private void refuseFar(ForeignSandbox sandbox, PlannedFork fork) {
        if (!survey.read().contains(fork.namespace())) {
            throw new PreflightException(
                    "Fork [%s] of %s cannot be joined: it is in namespace [%s], and [%s] has forks in %s only. Fork something there, too, or join by labels that this sandbox does not have"
                            .formatted(fork.workload(), sandbox.title(), fork.namespace(), owner, survey.read()));
        }
    }

    private void take(ForeignSandbox sandbox, PlannedFork fork, ForkService service) {
        String called = fork.namespace() + "/" + service.baseline();
        String other = leading.putIfAbsent(called, sandbox.title());
        if (other != null && !other.equals(sandbox.title())) {
            throw new PreflightException(
                    "Service [%s] leads to a fork of %s and to fork [%s] of %s, and requests can reach only one of both: leave one out, or join by labels that only one of these sandboxes has"
                            .formatted(called, other, fork.workload(), sandbox.title()));
        }
        Service baseline = find(called).orElseThrow(() -> changed(sandbox, fork, called, "is no longer there"));
        List<ServicePorts.Port> ports = new ServicePorts(survey.mesh()).of(baseline);
        if (!service.ports().containsAll(ports)) {
            throw changed(sandbox, fork, called, "has other ports now");
        }
        if (twins.putIfAbsent(called, service.fork()) == null) {
            services.add(baseline);
        }
    }

    private Optional<Service> find(String called) {
        return survey.services().stream()
                .filter(service -> name(service).equals(called) && !SpurlineLabels.ofSandbox(service))
                .findFirst();
    }

    private static PreflightException changed(ForeignSandbox sandbox, PlannedFork fork, String called, String how) {
        return new PreflightException(
                "Fork [%s] of %s cannot be joined: Service [%s], which leads to it, %s. Have that sandbox opened anew"
                        .formatted(fork.workload(), sandbox.title(), called, how));
    }

    /** Returns the Services of these forks by the baseline's, as {@code namespace/name}. */
    Map<String, String> twins() {
        return twins;
    }

    /** Returns the baseline's Services that lead to them. */
    List<Service> services() {
        return services;
    }

    /** Returns whose they are, for people: of each sandbox a line, and a further one for each fork. */
    List<List<String>> explanations() {
        return sandboxes.stream().map(ForeignForks::explanation).toList();
    }

    private static List<String> explanation(ForeignSandbox sandbox) {
        List<String> lines = new ArrayList<>();
        lines.add("Requests reach forks of %s, which has the labels [%s] and ends without asking"
                .formatted(sandbox.title(), SandboxLabels.on(sandbox.record()).text()));
        sandbox.plan()
                .forks()
                .forEach(fork -> lines.add(
                        fork.services().isEmpty()
                                ? "not [%s], which no Service leads to".formatted(fork.workload())
                                : "[%s] by %s"
                                        .formatted(
                                                fork.workload(),
                                                fork.services().stream()
                                                        .map(service -> "Service " + service.fork())
                                                        .toList())));
        sandbox.recorded()
                .onRequest()
                .forEach(job -> lines.add("not [%s], which only its own tests run".formatted(job)));
        return lines;
    }
}
