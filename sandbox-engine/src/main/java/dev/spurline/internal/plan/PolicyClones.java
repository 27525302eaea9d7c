// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Clones what selects the baseline's pods by label and would no longer select the fork's: an allow rule that vanishes
 * with a label is a closed door, a deny rule an open one.
 */
final class PolicyClones {

    private static final String NAMES_SERVER = "names a Server that selects by a label that the fork has changed";

    private final ForkDraft draft;
    private final Survey survey;
    private final ForkObjects objects;
    private final Set<String> taken;
    private final OptionalRights rights;
    private final List<PlanStep> steps = new ArrayList<>();

    /**
     * Prepares for one fork.
     *
     * @param taken names of clones that other forks of the sandbox have
     * @param rights what may be created
     */
    PolicyClones(ForkDraft draft, Survey survey, ForkObjects objects, Set<String> taken, OptionalRights rights) {
        this.rights = rights;
        this.draft = draft;
        this.survey = survey;
        this.objects = objects;
        this.taken = taken;
    }

    /**
     * Makes the clones.
     *
     * @param services the Services that select the baseline: policies for waypoints name them
     */
    List<PlanStep> make(List<Service> services) {
        String namespace = draft.baseline().namespace();
        SpurlineLabels.foreign(survey.networkPolicies(), namespace).forEach(this::clone);
        for (PodSelectorField field : PodSelectorField.ofPolicies()) {
            SpurlineLabels.foreign(survey.all(field.kind()), namespace).forEach(object -> clone(object, field));
        }
        SpurlineLabels.foreign(survey.all(CustomKind.ANTREA_NETWORK_POLICY), namespace)
                .forEach(this::cloneAntreas);
        SpurlineLabels.foreign(survey.all(CustomKind.CILIUM_NETWORK_POLICY), namespace)
                .forEach(this::refuseLists);
        for (CustomKind kind : CustomKind.of(CustomKind.Role.SERVICE_POLICY)) {
            SpurlineLabels.foreign(survey.all(kind), namespace).forEach(policy -> retarget(policy, services));
        }
        return steps;
    }

    /** Returns the kinds of policies of which a fork may need copies, as {@code namespace/plural.group}. */
    static Set<String> kinds(Survey survey) {
        List<HasMetadata> policies = new ArrayList<>(survey.networkPolicies());
        CustomKind.of(CustomKind.Role.POLICY).forEach(kind -> policies.addAll(survey.all(kind)));
        policies.addAll(ServerRules.inboundRoutes(survey));
        return survey.read().stream()
                .flatMap(namespace -> SpurlineLabels.foreign(policies, namespace).stream()
                        .map(policy -> namespace + "/" + SandboxPlan.plural(policy)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns by which labels policies of others choose the pods that they concern. */
    static Stream<ForeignSelector> selectors(String namespace, Survey survey) {
        List<ForeignSelector> found = new ArrayList<>();
        for (NetworkPolicy policy : SpurlineLabels.foreign(survey.networkPolicies(), namespace)) {
            if (policy.getSpec().getPodSelector() != null) {
                found.add(selector(policy, PodSelector.of(policy.getSpec().getPodSelector())));
            }
        }
        for (PodSelectorField field : PodSelectorField.ofPolicies()) {
            for (GenericKubernetesResource policy : SpurlineLabels.foreign(survey.all(field.kind()), namespace)) {
                JsonNode node = JsonTrees.tree(policy).at(field.path());
                if (node.isObject()) {
                    found.add(selector(policy, field.selector(node, namespace)));
                }
            }
        }
        SpurlineLabels.foreign(survey.all(CustomKind.ANTREA_NETWORK_POLICY), namespace)
                .forEach(policy -> AntreaSubjects.of(JsonTrees.tree(policy).path("spec"))
                        .forEach(selector -> found.add(selector(policy, selector))));
        return found.stream().filter(policy -> !policy.selector().everything());
    }

    private static ForeignSelector selector(HasMetadata policy, PodSelector selector) {
        return new ForeignSelector(ForeignSelector.title(policy), "concerns", selector);
    }

    private boolean lost(PodSelector selector) {
        return selector.selects(draft.baseline().podLabels()) && !selector.selects(draft.labels());
    }

    private void clone(NetworkPolicy policy) {
        LabelSelector selector = policy.getSpec().getPodSelector();
        if (selector != null && lost(PodSelector.of(selector))) {
            add(
                    policy,
                    new NetworkPolicyBuilder(policy)
                            .withMetadata(objects.metadata(
                                    name(policy), draft.baseline().namespace()))
                            .editSpec()
                            .withPodSelector(own())
                            .endSpec()
                            .build());
        }
    }

    private LabelSelector own() {
        return new LabelSelectorBuilder()
                .withMatchLabels(new TreeMap<>(draft.podSelector()))
                .build();
    }

    private void clone(GenericKubernetesResource object, PodSelectorField field) {
        JsonNode tree = JsonTrees.tree(object);
        JsonNode node = tree.at(field.path());
        if (!node.isObject() || !lost(field.selector(node, draft.baseline().namespace()))) {
            return;
        }
        String name = name(object);
        ObjectNode parent = (ObjectNode) tree.at(field.path().head());
        parent.set(field.path().last().getMatchingProperty(), field.own(node, draft.podSelector()));
        add(object, copy(object, name, tree.path("spec")));
        if (field.kind() == CustomKind.LINKERD_SERVER) {
            cloneRules(object, name);
        }
    }

    private void cloneAntreas(GenericKubernetesResource policy) {
        JsonNode spec = JsonTrees.tree(policy).path("spec");
        if (AntreaSubjects.of(spec).stream().anyMatch(this::lost)) {
            AntreaSubjects.narrow((ObjectNode) spec, this::lost, draft.podSelector());
            add(policy, copy(policy, name(policy), spec));
        }
    }

    /** What Linkerd lets into a port with a Server is said by objects that name the Server. */
    private void cloneRules(GenericKubernetesResource server, String clone) {
        ServerRules rules = new ServerRules(server, survey);
        Map<String, String> names =
                new HashMap<>(Map.of("Server/" + server.getMetadata().getName(), clone));
        for (GenericKubernetesResource route : rules.routes()) {
            String name = name(route);
            names.put(route.getKind() + "/" + route.getMetadata().getName(), name);
            add(route, copy(route, name, rules.on(clone, route)), NAMES_SERVER);
        }
        rules.targeting(names).forEach((rule, spec) -> add(rule, copy(rule, name(rule), spec), NAMES_SERVER));
        rules.authorizations(clone).forEach((rule, spec) -> add(rule, copy(rule, name(rule), spec), NAMES_SERVER));
    }

    private void retarget(GenericKubernetesResource policy, List<Service> services) {
        JsonNode tree = JsonTrees.tree(policy);
        ArrayNode own = JsonNodeFactory.instance.arrayNode();
        for (JsonNode target : tree.at("/spec/targetRefs")) {
            services.stream()
                    .map(service -> service.getMetadata().getName())
                    .filter(name -> target.path("kind").asText().equals("Service")
                            && target.path("name").asText().equals(name))
                    .forEach(name -> own.add(((ObjectNode) target.deepCopy())
                            .put("name", draft.names().of(name))));
        }
        if (!own.isEmpty()) {
            ((ObjectNode) tree.path("spec")).set("targetRefs", own);
            add(policy, copy(policy, name(policy), tree.path("spec")), "names its Service");
        }
    }

    private GenericKubernetesResource copy(GenericKubernetesResource object, String name, JsonNode spec) {
        GenericKubernetesResource copy = new GenericKubernetesResource();
        copy.setApiVersion(object.getApiVersion());
        copy.setKind(object.getKind());
        copy.setMetadata(objects.metadata(name, draft.baseline().namespace()));
        copy.setAdditionalProperty("spec", JsonTrees.map(spec));
        return copy;
    }

    private void add(HasMetadata original, HasMetadata clone) {
        add(original, clone, "selects by a label that the fork has changed");
    }

    private void add(HasMetadata original, HasMetadata clone, String why) {
        String plural = SandboxPlan.plural(original);
        if (rights.missing().contains(draft.baseline().namespace() + "/" + plural)) {
            warnNotCloned(original, plural);
            return;
        }
        steps.add(new PlanStep(
                Wave.NETWORK,
                clone,
                "%s %s does for the fork of %s what %s does for its baseline, which %s"
                        .formatted(
                                clone.getKind(),
                                clone.getMetadata().getName(),
                                draft.spec().workload().name(),
                                original.getMetadata().getName(),
                                why),
                0));
    }

    /** Without its copy an allow rule is a closed door and a deny rule an open one: no fork is better than either. */
    private void warnNotCloned(HasMetadata original, String plural) {
        String title = "%s [%s/%s]"
                .formatted(
                        original.getKind(),
                        original.getMetadata().getNamespace(),
                        original.getMetadata().getName());
        if (CustomKind.of(original)
                .filter(kind -> kind.is(CustomKind.Role.DISPENSABLE))
                .isPresent()) {
            draft.warn("%s does not concern the fork of [%s]: creating and deleting [%s] is not permitted"
                    .formatted(title, draft.spec().workload(), plural));
            return;
        }
        throw new PreflightException(
                "Fork [%s] needs a copy of %s, which decides what its baseline may receive or send, and creating and deleting [%s] in namespace [%s] is not permitted: ask for the verbs create, delete and list on it"
                        .formatted(
                                draft.spec().workload(),
                                title,
                                plural,
                                draft.baseline().namespace()));
    }

    /** One policy may select two baselines of one sandbox. */
    private String name(HasMetadata original) {
        String base = original.getMetadata().getName();
        String plain = draft.names().of(base);
        String name = taken.add(original.getKind() + "/" + plain)
                ? plain
                : draft.names().of(base + "-" + draft.spec().workload().name());
        taken.add(original.getKind() + "/" + name);
        return name;
    }

    private void refuseLists(GenericKubernetesResource policy) {
        for (JsonNode spec : JsonTrees.tree(policy).path("specs")) {
            JsonNode node = spec.path("endpointSelector");
            if (node.isObject()
                    && lost(PodSelectorField.cilium(node, draft.baseline().namespace()))) {
                throw new PreflightException(
                        "CiliumNetworkPolicy [%s/%s] selects [%s] in a list of specs, which cannot be copied for a fork: split it into policies with one spec each"
                                .formatted(
                                        policy.getMetadata().getNamespace(),
                                        policy.getMetadata().getName(),
                                        draft.spec().workload()));
            }
        }
    }
}
