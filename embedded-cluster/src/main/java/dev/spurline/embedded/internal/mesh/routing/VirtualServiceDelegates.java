// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the rules of delegates where a rule names them, one level deep. A rule whose delegate is missing, or not exported to the
 * rule's namespace, is left out; the others stay.
 *
 * <p>Source: mergeVirtualServices in istiod's {@code pilot/pkg/model/virtualservice_controller.go}; MergeHTTPRoutes in
 * {@code pilot/pkg/model/virtualservice.go}; measured on istiod 1.31.
 */
public final class VirtualServiceDelegates {

    private static final Logger LOG = LoggerFactory.getLogger(VirtualServiceDelegates.class);

    /** What a rule of a delegate takes over from the rule that names it, where it says nothing itself. */
    private static final List<String> INHERITED = List.of(
            "rewrite",
            "directResponse",
            "timeout",
            "retries",
            "fault",
            "mirror",
            "mirrorPercent",
            "mirrorPercentage",
            "corsPolicy",
            "mirrors",
            "headers");

    private final Map<String, VirtualServiceObject> delegates = new HashMap<>();
    private final Collection<String> defaultExportTo;

    private VirtualServiceDelegates(Collection<VirtualServiceObject> all, Collection<String> defaultExportTo) {
        this.defaultExportTo = defaultExportTo;
        all.stream()
                .filter(VirtualServiceObject::isDelegate)
                .forEach(delegate -> delegates.put(delegate.namespace() + "/" + delegate.name(), delegate));
    }

    /**
     * Returns the VirtualServices that have hosts.
     *
     * @param defaultExportTo who sees those that do not say it
     */
    public static List<VirtualService> merge(Collection<VirtualServiceObject> all, Collection<String> defaultExportTo) {
        VirtualServiceDelegates delegates = new VirtualServiceDelegates(all, defaultExportTo);
        return all.stream()
                .filter(object -> !object.isDelegate())
                .map(delegates::merge)
                .toList();
    }

    private VirtualService merge(VirtualServiceObject root) {
        return new VirtualService(
                root.namespace(),
                root.name(),
                root.created(),
                root.hosts(),
                root.gateways(),
                root.exportTo(defaultExportTo),
                root.http().stream()
                        .flatMap(rule -> rule.path("delegate").isObject() ? delegated(rule, root) : Stream.of(rule))
                        .map(VirtualServiceReader::read)
                        .toList());
    }

    private Stream<ObjectNode> delegated(ObjectNode rule, VirtualServiceObject root) {
        JsonNode reference = rule.path("delegate");
        String namespace = VirtualServiceActions.text(reference, "namespace").orElse(root.namespace());
        String key = namespace + "/" + reference.path("name").asText();
        return Optional.ofNullable(delegates.get(key))
                .filter(delegate -> isVisible(delegate, root.namespace()))
                .map(VirtualServiceObject::http)
                .map(rules -> rules.stream().flatMap(delegate -> merge(rule, delegate).stream()))
                .orElseGet(() -> {
                    LOG.debug(
                            "Delegate [{}] of [{}/{}] is missing or not exported", key, root.namespace(), root.name());
                    return Stream.empty();
                });
    }

    private boolean isVisible(VirtualServiceObject delegate, String namespace) {
        Set<String> exportTo = delegate.exportTo(defaultExportTo);
        return exportTo.contains(VirtualService.PUBLIC) || exportTo.contains(namespace);
    }

    private static Optional<ObjectNode> merge(ObjectNode root, ObjectNode delegate) {
        return DelegatedMatches.merge(root.path("match"), delegate.path("match"))
                .map(matches -> {
                    ObjectNode merged = delegate.deepCopy();
                    merged.set("match", matches);
                    merged.put("name", DelegatedMatches.joined(root.path("name"), delegate.path("name")));
                    INHERITED.stream()
                            .filter(field -> !merged.hasNonNull(field) && root.hasNonNull(field))
                            .forEach(field -> merged.set(field, root.get(field)));
                    return merged;
                });
    }
}
