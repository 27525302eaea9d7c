// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Objects in the form in which the mesh uses them; each is read anew only when it has changed.
 *
 * @param <T> that form
 */
final class ReadObjects<T> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<JsonNode, T> reader;
    private final Supplier<DomainNames> names;
    private Map<String, T> known = new HashMap<>();
    private List<T> changed = List.of();

    ReadObjects(Function<JsonNode, T> reader) {
        this(reader, () -> new DomainNames(DomainNames.INSIDE));
    }

    /** Reads objects that name Services in the cluster's domain. */
    ReadObjects(Function<JsonNode, T> reader, Supplier<DomainNames> names) {
        this.reader = reader;
        this.names = names;
    }

    /** Reads the objects that there are now. */
    List<T> read(Collection<GenericKubernetesResource> objects) {
        Map<String, T> before = known;
        List<T> anew = new ArrayList<>();
        Map<String, T> now = new HashMap<>();
        List<T> all = new ArrayList<>();
        for (GenericKubernetesResource object : objects) {
            T read = before.get(state(object));
            if (read == null) {
                read = reader.apply(names.get().inside(JSON.valueToTree(object)));
                anew.add(read);
            }
            now.put(state(object), read);
            all.add(read);
        }
        known = now;
        changed = anew;
        return all;
    }

    /** Returns those that were new or different when they were read for the last time. */
    List<T> changed() {
        return changed;
    }

    private String state(GenericKubernetesResource object) {
        return object.getKind() + "/" + object.getMetadata().getUid() + "/"
                + object.getMetadata().getResourceVersion() + "/" + names.get().domain();
    }
}
