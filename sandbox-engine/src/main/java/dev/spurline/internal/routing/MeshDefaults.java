// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Istio takes for granted where an object does not say it: its own defaults, unless the MeshConfig was read. */
public final class MeshDefaults {

    private static final String PRIVATE = ".";
    private static final String EVERYWHERE = "*";

    private final List<IstioDefaults> all;
    private final IstioDefaults first;

    private MeshDefaults(Survey survey) {
        this.all = survey.istio();
        this.first = all.isEmpty() ? IstioDefaults.usual("") : all.get(0);
    }

    /** Returns those of a survey. */
    public static MeshDefaults of(Survey survey) {
        return survey.derived(MeshDefaults.class, MeshDefaults::new);
    }

    /** Returns for whom a VirtualService is that does not say it. */
    public static List<String> exportTo(Survey survey) {
        return of(survey).first.virtualServicesTo();
    }

    /** Returns why it is not known for whom such a VirtualService is, as the end of a sentence. */
    public Optional<String> unknown() {
        Optional<String> unread = all.stream()
                .flatMap(defaults -> defaults.unread().stream()
                        .map(reason -> "defaultVirtualServiceExportTo of the mesh is not known (ConfigMap [%s]: %s)"
                                .formatted(defaults.configMap(), reason)))
                .findFirst();
        boolean differ =
                all.stream().map(IstioDefaults::virtualServicesTo).distinct().count() > 1;
        return unread.isPresent() || !differ
                ? unread
                : Optional.of(
                        "defaultVirtualServiceExportTo differs between the revisions of Istio whose proxies run here (%s)"
                                .formatted(all.stream()
                                        .map(defaults -> "ConfigMap [%s]: %s"
                                                .formatted(defaults.configMap(), defaults.virtualServicesTo()))
                                        .collect(Collectors.joining(", "))));
    }

    /** Returns whether an object is in the namespace whose objects are for the whole mesh, as far as is known. */
    public boolean isInRoot(GenericKubernetesResource object) {
        return first.rootNamespace().equals(object.getMetadata().getNamespace());
    }

    /** Returns why the namespace whose objects are for the whole mesh is not known; {@code istio-system} is taken for it then. */
    public Optional<String> unknownRoot() {
        return all.stream()
                .filter(defaults -> defaults.unread().isPresent())
                .map(defaults -> "ConfigMap [%s]: %s"
                        .formatted(defaults.configMap(), defaults.unread().orElseThrow()))
                .findFirst();
    }

    /** Returns whether a DestinationRule is for callers of a namespace other than its own (setDestinationRules in push_context.go). */
    public boolean isExported(GenericKubernetesResource rule, String caller) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : JsonTrees.tree(rule).at("/spec/exportTo")) {
            names.add(name.asText());
        }
        if (names.isEmpty()) {
            return !first.destinationRulesTo().contains(PRIVATE);
        }
        return names.contains(EVERYWHERE) || names.contains(caller);
    }
}
