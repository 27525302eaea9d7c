// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.diagnosis;

import dev.spurline.Explanation;
import dev.spurline.MeshRequest;
import dev.spurline.internal.explain.RequestExplainer;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.reading.SurveyReader;
import dev.spurline.internal.survey.Survey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells where requests with a sandbox's key to the Services that it forks go, by the cluster's objects as they are now. */
public final class KeyedRequests {

    private final SurveyReader reader;
    private final SandboxPlan plan;
    private final AtomicReference<Optional<URI>> last = new AtomicReference<>(Optional.empty());

    /**
     * Prepares for a sandbox.
     *
     * @param reader reads the objects
     * @param plan the sandbox
     */
    public KeyedRequests(SurveyReader reader, SandboxPlan plan) {
        this.reader = reader;
        this.plan = plan;
    }

    /**
     * What was found of a forked Service.
     *
     * @param fork the Service of the fork, as {@code namespace/name}
     * @param explanation where a request with the key to the baseline's Service goes
     */
    record Finding(String fork, Explanation explanation) {

        /** Returns whether the fork gets the request, and nobody else. */
        boolean reachesFork() {
            return explanation.status().isEmpty()
                    && explanation.destinations().stream()
                            .allMatch(destination -> destination.service().equals(fork));
        }
    }

    /** Takes notice of a request with the key: those that are explained have the path of the last one. */
    public void sent(URI uri) {
        last.set(Optional.of(uri));
    }

    /** Explains a request to each Service that is forked, from any workload of its namespace. */
    List<Finding> explain() {
        Survey survey = survey();
        return plan.servingForks().stream()
                .flatMap(fork -> fork.services().stream().map(service -> explain(fork, service, survey)))
                .toList();
    }

    private Finding explain(PlannedFork fork, ForkService service, Survey survey) {
        MeshRequest request = request(fork.namespace() + "/" + service.baseline());
        return new Finding(fork.namespace() + "/" + service.fork(), RequestExplainer.explain(request, survey));
    }

    /**
     * Returns what explains requests with the key by the objects as they are when the first one is explained.
     *
     * @return takes the workload that sends a request, as {@code namespace/name}, and the Service that it is sent to, in the same form
     */
    public BiFunction<String, String, Explanation> explaining() {
        AtomicReference<@Nullable Survey> read = new AtomicReference<>();
        return (caller, service) -> {
            Survey now = Objects.requireNonNullElseGet(read.get(), this::survey);
            read.set(now);
            return RequestExplainer.explain(request(service).from(caller), now);
        };
    }

    private MeshRequest request(String service) {
        return MeshRequest.to(service).path(path()).headers(plan.headers());
    }

    private Survey survey() {
        Set<String> namespaces =
                plan.servingForks().stream().map(PlannedFork::namespace).collect(Collectors.toSet());
        Survey read = reader.read(plan.namespace(), namespaces, Map.of());
        return plan.choice().mesh().map(read::with).orElse(read);
    }

    private String path() {
        return Objects.requireNonNull(last.get())
                .map(uri -> Objects.requireNonNullElse(uri.getRawPath(), "")
                        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()))
                .filter(path -> path.startsWith("/"))
                .orElse("/");
    }
}
