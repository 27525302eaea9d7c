// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Makes route objects of rules, as many as the limits ask for; each ends with the same tail. The mesh ranks equal rules by
 * the age of their objects: parts are to be made one after the other.
 */
final class RouteParts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final CustomKind kind;
    private final RouteRequest request;
    private final PortForm form;

    /** Prepares objects of one kind. */
    RouteParts(CustomKind kind, RouteRequest request) {
        this.kind = kind;
        this.request = request;
        this.form = request.form();
    }

    List<SandboxRoute> of(List<OwnRule> rules, List<ObjectNode> tail) {
        return objects(split(rules, tail), tail);
    }

    /** Returns the rules of each object, the first to be made first. */
    static List<List<OwnRule>> split(List<OwnRule> rules, List<ObjectNode> tail) {
        List<List<OwnRule>> parts = split(rules, tail.size());
        return parts.size() > 1 ? split(mirrorsFirst(rules), tail.size()) : parts;
    }

    /**
     * What is repeated for requests without the key is made first, changed first and removed last, and in one object wherever
     * it fits: else some of them would meet the rules of a part alone when the foreign ones have gone.
     */
    private static List<OwnRule> mirrorsFirst(List<OwnRule> rules) {
        return rules.stream()
                .sorted(Comparator.comparing(rule -> rule.purpose() != OwnRule.Purpose.REPEATED))
                .toList();
    }

    private List<SandboxRoute> objects(List<List<OwnRule>> parts, List<ObjectNode> tail) {
        return IntStream.range(0, parts.size())
                .mapToObj(i -> object(parts.get(i), tail, i, parts.size() > 1))
                .toList();
    }

    private static List<List<OwnRule>> split(List<OwnRule> rules, int reserved) {
        List<List<OwnRule>> parts = new ArrayList<>();
        int matches = GatewayLimits.MATCHES_PER_ROUTE;
        for (OwnRule rule : rules) {
            matches += rule.matches();
            boolean full = parts.isEmpty()
                    || parts.get(parts.size() - 1).size() + reserved >= GatewayLimits.RULES_PER_ROUTE
                    || matches + reserved > GatewayLimits.MATCHES_PER_ROUTE;
            if (full) {
                parts.add(new ArrayList<>());
                matches = rule.matches();
            }
            parts.get(parts.size() - 1).add(rule);
        }
        return parts;
    }

    private SandboxRoute object(List<OwnRule> own, List<ObjectNode> tail, int part, boolean split) {
        String name = name(split ? "-%02d".formatted(part) : "");
        ObjectNode spec = JSON.objectNode();
        spec.set("parentRefs", parentRefs());
        LinkerdHostnames.of(request).ifPresent(hostnames -> spec.set("hostnames", hostnames));
        ArrayNode rules = spec.putArray("rules");
        own.forEach(rule -> rules.add(rule.json()));
        tail.forEach(rule -> rules.add(rule.deepCopy()));
        return new SandboxRoute(
                resource(name, spec),
                request.name(),
                proxyNames(name, own),
                request.group().audience(form),
                request.turn() + part,
                sentence(name, !tail.isEmpty(), NoStore.clause(kind, own, request.sandbox())));
    }

    private String name(String suffix) {
        String port = form.port().isPresent() && request.parts() > 1
                ? "-" + form.port().getAsInt()
                : "";
        // Linkerd adds copies for some callers to those for all and follows the former: made in the same second, names
        // decide.
        String first = request.consumer() && request.mesh() == ServiceMesh.LINKERD ? "-0" : "";
        return request.sandbox().names().of(request.name() + port + first, suffix);
    }

    private ArrayNode parentRefs() {
        ArrayNode refs = JSON.arrayNode();
        ObjectNode ref =
                refs.addObject().put("group", "").put("kind", "Service").put("name", request.name());
        if (request.consumer()) {
            ref.put("namespace", request.namespace());
        }
        form.port().ifPresent(port -> ref.put("port", port));
        return refs;
    }

    private GenericKubernetesResource resource(String name, ObjectNode spec) {
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(request.home())
                .withLabels(ObjectRevision.labels(request.sandbox().labels(), sources()))
                .withAnnotations(new LinkerdAnnotations(request).all())
                .build();
        return resource(kind, request.version(), metadata, spec);
    }

    private List<GenericKubernetesResource> sources() {
        return request.mesh().istio()
                ? form.attached().stream().map(AttachedRoute::object).toList()
                : List.of();
    }

    static GenericKubernetesResource resource(CustomKind kind, String version, ObjectMeta metadata, ObjectNode spec) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion(kind.group() + "/" + version);
        resource.setKind(kind.kind());
        resource.setMetadata(metadata);
        resource.setAdditionalProperty("spec", JsonTrees.map(spec));
        return resource;
    }

    /**
     * Istio names a route after namespace, object and place of the rule; each match of the rule has that name. Linkerd shows
     * the backends.
     */
    private List<String> proxyNames(String name, List<OwnRule> rules) {
        if (request.mesh() == ServiceMesh.LINKERD) {
            return rules.stream()
                    .filter(rule -> rule.purpose() == OwnRule.Purpose.KEYED)
                    .flatMap(rule -> forks(rule.json()))
                    .distinct()
                    .toList();
        }
        return IntStream.range(0, rules.size())
                .filter(i -> rules.get(i).purpose() == OwnRule.Purpose.KEYED)
                .mapToObj(i -> "%s.%s.%d".formatted(request.home(), name, i))
                .toList();
    }

    private Stream<String> forks(ObjectNode rule) {
        Collection<String> forks = request.sandbox().forks().values();
        return StreamSupport.stream(rule.path("backendRefs").spliterator(), false)
                .filter(backend -> forks.contains(backend.path("name").asText()))
                .map(backend -> GatewayApiAttachments.service(backend, request.home()) + ":"
                        + backend.path("port").asText());
    }

    private String sentence(String name, boolean catchAll, String answers) {
        String rest = catchAll
                ? "all other requests go to the baseline as before"
                : "what those say of all other requests it repeats, so that nothing changes when they go";
        String who = request.consumer() ? " from callers in namespace " + request.home() : "";
        String which = form.port().isPresent() ? " on port " + form.port().getAsInt() : "";
        String how = form.attached().isEmpty()
                ? ""
                : ", by the rules of %s with the key added".formatted(AttachedRoute.titles(form.attached()));
        return "%s %s sends requests with the key%s to Service %s%s to the fork%s%s; %s"
                .formatted(kind.kind(), name, who, request.name(), which, answers, how, rest);
    }
}
