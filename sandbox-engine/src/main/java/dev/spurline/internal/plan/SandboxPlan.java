// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.Plan;
import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.ForkMember;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.secrets.SecretMask;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An immutable list of steps, and what the engine needs to know to perform and observe them. */
public final class SandboxPlan implements Plan {

    private final RoutingKey key;
    private final String namespace;
    private final List<PlannedCopy> copies;
    private final List<ForeignSandbox> joined;
    private final List<SandboxRoute> routes;
    private final List<ForkMember> members;
    private final RoutingChoice choice;
    private final List<TracedService> traced;
    private final Map<String, String> untraced;
    private final List<PlanStep> steps;
    private final List<CallingWorkload> callers;
    private final Map<String, PodTemplateSpec> anchorTemplates;
    private final Map<String, PodTemplateSpec> baselines;
    private final Map<String, String> labels;
    private final Map<String, String> headers;
    private final Map<String, String> entryWarnings;
    private final Map<String, String> gatewayWarnings;
    private final List<List<String>> explanations;
    private final List<String> warnings;
    private final List<String> standing;
    private final Set<String> withoutRights;
    private final List<String> callersWithoutProxy;
    private final Duration extension;
    private @Nullable Supplier<SandboxSecrets> search;
    private @Nullable SandboxSecrets secrets;

    SandboxPlan(SandboxPlanBuilder builder) {
        this.key = builder.key;
        this.namespace = builder.namespace;
        this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
        this.copies = List.copyOf(builder.copies);
        this.joined = List.copyOf(builder.joined);
        this.routes = List.copyOf(builder.routes);
        this.members = List.copyOf(builder.members);
        this.choice = builder.choice;
        this.traced = List.copyOf(builder.traced);
        this.untraced = Collections.unmodifiableMap(new LinkedHashMap<>(builder.untraced));
        this.steps = List.copyOf(builder.steps);
        this.callers = List.copyOf(builder.callers);
        this.anchorTemplates = Collections.unmodifiableMap(new LinkedHashMap<>(builder.anchorTemplates));
        this.baselines = Map.copyOf(builder.baselines);
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
        this.entryWarnings = Collections.unmodifiableMap(new LinkedHashMap<>(builder.entryWarnings));
        this.gatewayWarnings = Collections.unmodifiableMap(new LinkedHashMap<>(builder.gatewayWarnings));
        this.explanations = List.copyOf(builder.explanations);
        this.warnings = List.copyOf(builder.warnings);
        this.standing = List.copyOf(builder.standing);
        this.withoutRights = Set.copyOf(builder.withoutRights);
        this.extension = builder.extension;
        this.callersWithoutProxy = List.copyOf(builder.callersWithoutProxy);
        this.search = () -> builder.secrets.apply(steps);
    }

    @Override
    public RoutingKey key() {
        return key;
    }

    /** Returns the sandbox's namespace. */
    public String namespace() {
        return namespace;
    }

    /** Returns all forks, in the order of the spec. */
    public List<PlannedCopy> copies() {
        return copies;
    }

    /** Returns the forks that run as long as the sandbox lives, in the order of the spec. */
    public List<PlannedFork> forks() {
        return of(PlannedFork.class);
    }

    /** Returns the forks that run on request, in the order of the spec. */
    public List<PlannedJob> jobs() {
        return of(PlannedJob.class);
    }

    /** Returns the sandboxes of others whose forks requests reach, too. */
    public List<ForeignSandbox> joined() {
        return joined;
    }

    /** Returns all forks that requests with the key reach as long as the sandbox lives: its own first, then those of others. */
    public List<PlannedFork> servingForks() {
        return Stream.concat(forks().stream(), joined.stream().flatMap(sandbox -> sandbox.forks().stream()))
                .toList();
    }

    private <T extends PlannedCopy> List<T> of(Class<T> type) {
        return copies.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns all routes, those of Services that only lead to forked ones too. */
    public List<SandboxRoute> routes() {
        return routes;
    }

    /** Returns what requests say of the forks, where the callers' Envoys obey that; else nothing. */
    public List<ForkMember> members() {
        return members;
    }

    /** Returns which way of routing was asked for. */
    public RoutingChoice choice() {
        return choice;
    }

    /** Returns the Services whose requests with the key are counted; none, unless somebody traces. */
    public List<TracedService> traced() {
        return traced;
    }

    /** Returns why other Services are not, by {@code namespace/name}. */
    public Map<String, String> untraced() {
        return untraced;
    }

    /** Returns all steps, in the order of their waves. */
    public List<PlanStep> steps() {
        return steps;
    }

    /** Returns the name of an object's kind as in paths, with its group. */
    public static String plural(HasMetadata object) {
        return CustomKind.of(object)
                .map(CustomKind::resource)
                .orElseGet(() -> HasMetadata.getFullResourceName(object.getClass()));
    }

    /** Returns the steps by wave, in order; a wave without steps is missing. */
    public SortedMap<Wave, List<PlanStep>> waves() {
        SortedMap<Wave, List<PlanStep>> waves = new TreeMap<>();
        steps.forEach(step ->
                waves.computeIfAbsent(step.wave(), wave -> new ArrayList<>()).add(step));
        return waves;
    }

    /** Returns the callers whose proxies show whether the routes are live; may be empty. */
    public List<CallingWorkload> callers() {
        return callers;
    }

    /**
     * Returns the pod template from which the anchor Job of each namespace in which the sandbox has objects is made: that of
     * the first fork there, as it runs.
     */
    public Map<String, PodTemplateSpec> anchorTemplates() {
        return anchorTemplates;
    }

    static String title(PlannedCopy copy) {
        return copy.namespace() + "/" + copy.name();
    }

    /** Returns an object of the sandbox as YAML, values of secrets masked, without what only the server reads. */
    public String yaml(HasMetadata object) {
        JsonNode tree = secrets().masked(object);
        if (tree.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return JsonTrees.yaml(tree);
    }

    /** Returns the pod template that a fork was copied from as YAML, values of secrets masked. */
    public String baselineYaml(PlannedCopy copy) {
        return new TemplateYaml(this).baseline(Optional.ofNullable(baselines.get(title(copy))));
    }

    /** Returns the image that a fork would run if nothing of it were asked for; empty if its patch adds the container. */
    public Optional<String> baselineImage(PlannedFork fork) {
        return Optional.ofNullable(baselines.get(title(fork))).stream()
                .flatMap(template -> template.getSpec().getContainers().stream())
                .filter(container -> container.getName().equals(fork.container()))
                .map(Container::getImage)
                .findFirst();
    }

    /** Returns the pod template of a fork as YAML, values of secrets masked. */
    public String forkYaml(PlannedCopy copy) {
        return new TemplateYaml(this).fork(copy);
    }

    /** Returns the labels that every object of the sandbox has. */
    public Map<String, String> labels() {
        return labels;
    }

    /** Returns the headers that carry the key, by name in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns, by Service, what a port-forward as entry would skip; to be told when such an entry is opened. */
    public Map<String, String> entryWarnings() {
        return entryWarnings;
    }

    /** Returns a sentence for each namespace with callers that have no proxy: those of the warnings that say so. */
    public List<String> callersWithoutProxy() {
        return callersWithoutProxy;
    }

    /** Returns, by Service, why a gateway as entry leads to no fork; to be told when such an entry is used. */
    public Map<String, String> gatewayWarnings() {
        return gatewayWarnings;
    }

    /** Returns how Services are routed and why: for each a line, and further ones why it is not routed otherwise. */
    public List<List<String>> explanations() {
        return explanations;
    }

    /** Returns what people should know, a sentence each; to be logged once. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns how much longer than the default opening may take, because probes need it and nobody gave a time. */
    public Duration extension() {
        return extension;
    }

    /** Returns those of the warnings that are about the namespaces: the same for every sandbox of an engine there. */
    public List<String> standing() {
        return standing;
    }

    /** Returns those of the warnings that are about an optional right which is not granted: no reason to worry each time. */
    public Set<String> withoutRights() {
        return withoutRights;
    }

    /** Returns what hides the values that nobody shall read in a text about this sandbox. */
    public SecretMask mask() {
        return secrets().mask();
    }

    /**
     * Looks for them once, when they are asked for: plans are made more often than told. What was looked through, the survey
     * with all objects of others, is then forgotten.
     */
    synchronized SandboxSecrets secrets() {
        SandboxSecrets found = secrets;
        if (found == null) {
            found = Objects.requireNonNull(search).get();
            secrets = found;
            search = null;
        }
        return found;
    }

    @Override
    public String yaml() {
        return new PlanYaml(this).print();
    }

    @Override
    public String prose() {
        return mask().clean(new PlanProse(this).print());
    }
}
