// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What the admission plugins that are always on write into a new pod: how long it stays on a node that is lost, and its
 * priority. See <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/">the plugins</a>
 * DefaultTolerationSeconds and Priority.
 *
 * <p>Source: {@code plugin/pkg/admission/defaulttolerationseconds/admission.go} (Admit).
 */
final class PodDefaults {

    private static final int SECONDS = 300;
    private static final Map<String, Integer> SYSTEM_PRIORITIES =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    private final VersionedStore store;

    PodDefaults(VersionedStore store) {
        this.store = store;
    }

    void fill(ObjectNode pod) {
        ObjectNode spec = pod.withObject("spec");
        tolerate(spec, "node.kubernetes.io/not-ready");
        tolerate(spec, "node.kubernetes.io/unreachable");
        prioritise(spec);
    }

    private static void tolerate(ObjectNode spec, String taint) {
        ArrayNode tolerations = spec.withArray("tolerations");
        boolean tolerated = StreamSupport.stream(tolerations.spliterator(), false)
                .anyMatch(
                        toleration -> matches(toleration, "key", taint) && matches(toleration, "effect", "NoExecute"));
        if (!tolerated) {
            tolerations
                    .addObject()
                    .put("key", taint)
                    .put("operator", "Exists")
                    .put("effect", "NoExecute")
                    .put("tolerationSeconds", SECONDS);
        }
    }

    private static boolean matches(JsonNode toleration, String field, String value) {
        String given = toleration.path(field).asText();
        return given.isEmpty() || given.equals(value);
    }

    /** Refuses a new pod whose PriorityClass is not there. */
    void requirePriority(ResourceKind pods, ObjectNode pod) {
        String name = pod.path("spec").path("priorityClassName").asText();
        if (!name.isEmpty()
                && !SYSTEM_PRIORITIES.containsKey(name)
                && priorityClass(name).isEmpty()) {
            throw pods.forbidden(pod, "no PriorityClass with name " + name + " was found");
        }
    }

    private Optional<JsonNode> priorityClass(String name) {
        return store.get("priorityclasses.scheduling.k8s.io", name).map(StoredObject::json);
    }

    private void prioritise(ObjectNode spec) {
        String name = spec.path("priorityClassName").asText();
        int priority = 0;
        String preemption = "PreemptLowerPriority";
        if (SYSTEM_PRIORITIES.containsKey(name)) {
            priority = SYSTEM_PRIORITIES.get(name);
        } else if (!name.isEmpty()) {
            JsonNode priorityClass = priorityClass(name).orElseGet(spec::objectNode);
            priority = priorityClass.path("value").asInt();
            preemption = priorityClass.path("preemptionPolicy").asText(preemption);
        }
        spec.put("priority", priority);
        if (!spec.has("preemptionPolicy")) {
            spec.put("preemptionPolicy", preemption);
        }
    }
}
